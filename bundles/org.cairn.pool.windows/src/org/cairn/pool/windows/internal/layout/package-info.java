/** Layouts of the pool's structures by version and processor. */
@NonNullByDefault
package org.cairn.pool.windows.internal.layout;

import org.eclipse.jdt.annotation.NonNullByDefault;
