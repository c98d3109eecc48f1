/** Who owns a block. */
@NonNullByDefault
package org.cairn.pool.windows.internal.owner;

import org.eclipse.jdt.annotation.NonNullByDefault;
