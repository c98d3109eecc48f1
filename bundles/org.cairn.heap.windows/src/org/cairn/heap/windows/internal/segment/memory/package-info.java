/**
 * How single structures of the segment heap are read: contexts, page ranges, chunks, subsegments.
 */
@NonNullByDefault
package org.cairn.heap.windows.internal.segment.memory;

import org.eclipse.jdt.annotation.NonNullByDefault;
