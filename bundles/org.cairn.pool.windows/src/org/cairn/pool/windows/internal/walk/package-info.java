/** Walks pages and reports their blocks. */
@NonNullByDefault
package org.cairn.pool.windows.internal.walk;

import org.eclipse.jdt.annotation.NonNullByDefault;
