/** How headers are shown field by field. */
@NonNullByDefault
package org.cairn.heap.windows.internal.show;

import org.eclipse.jdt.annotation.NonNullByDefault;
