/**
 * The walk over a segment heap: page segments, their ranges, the two allocators that divide ranges
 * further, and blocks with memory of their own. Nothing here knows of processes: memory, layout,
 * keys and regions come in, blocks and anomalies go out, so that heaps of the kernel are walked by
 * the same code.
 */
@NonNullByDefault
package org.cairn.heap.windows.internal.segment.walk;

import org.eclipse.jdt.annotation.NonNullByDefault;
