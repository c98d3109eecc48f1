/** How the segment heaps of a process are found, and which layout they have. */
@NonNullByDefault
package org.cairn.heap.windows.internal.segment.locate;

import org.eclipse.jdt.annotation.NonNullByDefault;
