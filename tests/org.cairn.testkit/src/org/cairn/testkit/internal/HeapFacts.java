package org.cairn.testkit.internal;

import java.util.List;

/**
 * What the header of a heap says of it.
 *
 * @param address of the heap
 * @param listIndex its place in the process's list, counted from 1
 * @param growable whether it can get more segments
 * @param threshold units above which a block gets memory of its own
 * @param segmentReserve bytes to reserve for the next segment
 * @param freeUnits units of all free blocks
 * @param virtualNodes list entries of the blocks with memory of their own
 * @param virtualBytes bytes of these blocks
 */
record HeapFacts(
        long address,
        int listIndex,
        boolean growable,
        int threshold,
        long segmentReserve,
        long freeUnits,
        List<Long> virtualNodes,
        long virtualBytes) {
    static HeapFacts of(HeapModel heap) {
        return new HeapFacts(
                heap.address(),
                heap.listIndex(),
                heap.options().growable(),
                heap.threshold(),
                heap.segmentReserve(),
                heap.free().all().stream().mapToLong(Chunk::units).sum(),
                heap.virtuals().stream().map(VirtualBlock::address).toList(),
                heap.virtuals().stream().mapToLong(VirtualBlock::size).sum());
    }
}
