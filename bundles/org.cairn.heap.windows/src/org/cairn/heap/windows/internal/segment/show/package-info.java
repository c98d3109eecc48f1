/** How the structures of a segment heap are shown field by field. */
@NonNullByDefault
package org.cairn.heap.windows.internal.segment.show;

import org.eclipse.jdt.annotation.NonNullByDefault;
