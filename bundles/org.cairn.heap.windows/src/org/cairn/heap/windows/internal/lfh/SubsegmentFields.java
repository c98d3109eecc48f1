package org.cairn.heap.windows.internal.lfh;

import org.cairn.heap.windows.internal.layout.Offsets;

/**
 * Offsets in {@code _HEAP_SUBSEGMENT}.
 *
 * @param bytes its size as an element of a zone: a multiple of the alignment of {@code
 *     _SLIST_HEADER}
 * @param localInfo of {@code LocalInfo}, of {@code Bucket} in XP and 2003
 * @param userBlocks of {@code UserBlocks}
 * @param depth of {@code AggregateExchg.Depth}, the number of free blocks
 * @param freeOffset of {@code AggregateExchg.FreeEntryOffset}, {@link Offsets#NONE} from 8 on
 * @param delayFreeList of {@code DelayFreeList}, {@link Offsets#NONE} up to 7
 * @param blockSize of {@code BlockSize}, in units
 * @param blockCount of {@code BlockCount}
 */
public record SubsegmentFields(
        int bytes,
        int localInfo,
        int userBlocks,
        int depth,
        int freeOffset,
        int delayFreeList,
        int blockSize,
        int blockCount) {
    static SubsegmentFields bind(
            Offsets subsegment, Offsets sequence, int pointerSize, LfhLayout.Format format) {
        int alignment = 2 * pointerSize;
        int exchange = subsegment.of("AggregateExchg");
        boolean chained = format != LfhLayout.Format.BITMAP;
        return new SubsegmentFields(
                subsegment.size() + alignment - 1 & -alignment,
                subsegment.has("LocalInfo") ? subsegment.of("LocalInfo") : subsegment.of("Bucket"),
                subsegment.of("UserBlocks"),
                exchange + sequence.of("Depth"),
                chained ? exchange + sequence.of("FreeEntryOffset") : Offsets.NONE,
                subsegment.ifThere("DelayFreeList"),
                subsegment.of("BlockSize"),
                subsegment.of("BlockCount"));
    }
}
