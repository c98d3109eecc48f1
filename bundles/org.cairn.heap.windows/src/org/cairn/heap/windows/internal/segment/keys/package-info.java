/** How the secrets of the segment heap are found from the heap's own memory, without symbols. */
@NonNullByDefault
package org.cairn.heap.windows.internal.segment.keys;

import org.eclipse.jdt.annotation.NonNullByDefault;
