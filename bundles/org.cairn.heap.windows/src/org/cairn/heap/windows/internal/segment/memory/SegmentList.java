package org.cairn.heap.windows.internal.segment.memory;

import org.cairn.heap.windows.internal.memory.LinkedNodes;
import org.cairn.heap.windows.internal.memory.LinkedNodes.Fault;
import org.cairn.heap.windows.internal.memory.LongList;
import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.memory.SortedAddresses;
import org.eclipse.jdt.annotation.Nullable;

/**
 * The page segments of one context.
 *
 * @param segments ascending
 * @param misplaced members of the list that cannot be segments
 * @param fault where the list cannot be followed, or nothing
 */
public record SegmentList(
        SortedAddresses segments, SortedAddresses misplaced, @Nullable Fault fault) {
    /**
     * Reads the list.
     *
     * @param memory holds it
     * @param context of the segments
     * @return the segments, also those whose headers are absent
     */
    public static SegmentList read(ProcessMemory memory, SegmentContext context) {
        LongList nodes = new LongList();
        LongList misplaced = new LongList();
        LinkedNodes list = new LinkedNodes(memory, memory.pointerSize());
        list.walk(
                context.listHead(),
                (node, forward) -> (context.segmentOf(node) == node ? nodes : misplaced).add(node));
        return new SegmentList(
                SortedAddresses.of(nodes), SortedAddresses.of(misplaced), list.fault());
    }
}
