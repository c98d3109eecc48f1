package org.cairn.heap.windows.internal.segment.memory;

import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.segment.layout.LfhFields;
import org.cairn.heap.windows.internal.segment.layout.SegmentLayout;
import org.cairn.memory.MemoryCursor;

import java.util.Optional;

/**
 * The header of an LFH subsegment.
 *
 * @param address of the subsegment
 * @param end of the memory that it has
 * @param freeCount blocks that are free
 * @param withheld free blocks that are held back
 * @param delayed free blocks that wait to be counted
 * @param blockCount all blocks
 * @param encodedOffsets {@code BlockOffsets} as it is in memory
 * @param headerEnd bytes of the header with the bitmap and the commit states
 */
public record LfhHeader(
        long address,
        long end,
        int freeCount,
        int withheld,
        long delayed,
        int blockCount,
        int encodedOffsets,
        int headerEnd) {
    /**
     * Reads a header.
     *
     * @param memory holds it
     * @param layout of the heap
     * @param address of the subsegment
     * @param end of the memory that it has
     * @return the header, or empty when it is absent
     */
    public static Optional<LfhHeader> read(
            ProcessMemory memory, SegmentLayout layout, long address, long end) {
        LfhFields fields = layout.lfh();
        if (!memory.isPresent(address, fields.bitmap() + layout.pointerSize())) {
            return Optional.empty();
        }
        MemoryCursor cursor = memory.cursor();
        int blocks = (int) fields.blockCount().get(cursor);
        int bitmapEnd = fields.bitmap() + LfhFields.bitmapBytes(blocks, layout.pointerSize());
        int states = (int) fields.commitStateOffset().get(cursor);
        int statesEnd =
                states == 0 ? 0 : states + (int) fields.commitUnitCount().get(cursor) * Short.BYTES;
        return Optional.of(
                new LfhHeader(
                        address,
                        end,
                        (int) fields.freeCount().get(cursor),
                        (int) fields.withheld().get(cursor),
                        fields.delayFree().get(cursor) != 0 ? fields.delayCount().get(cursor) : 0,
                        blocks,
                        (int) cursor.u32(fields.blockOffsets()),
                        Math.max(bitmapEnd, statesEnd)));
    }

    /**
     * Whether the counters allow a number of free blocks: frees that wait and blocks that are held
     * back may be counted or not.
     */
    public boolean allowsFree(int free) {
        int more = free - freeCount;
        return more == 0 || more == withheld || more == delayed || more == withheld + delayed;
    }

    /**
     * The same header with another number of blocks, and without what it says of commit states.
     *
     * @param layout of the heap
     * @param blocks their number
     * @return the header
     */
    public LfhHeader with(SegmentLayout layout, int blocks) {
        return new LfhHeader(
                address,
                end,
                freeCount,
                withheld,
                delayed,
                blocks,
                encodedOffsets,
                layout.lfh().bitmap() + LfhFields.bitmapBytes(blocks, layout.pointerSize()));
    }

    /** Whether there are blocks, and memory behind the header for them. */
    public boolean hasRoom() {
        return blockCount > 0 && headerEnd < end - address;
    }

    /** Where the first block can begin at the earliest. */
    public int earliestBlock(int unit) {
        return headerEnd + unit - 1 & -unit;
    }

    /** Whether the blocks that decoded offsets speak of lie in the subsegment. */
    public boolean fits(BlockOffsets offsets, int unit) {
        return blockCount > 0
                && offsets.blockSize() >= unit
                && (offsets.blockSize() & unit - 1) == 0
                && offsets.first() >= headerEnd
                && offsets.first() + (long) offsets.blockSize() * blockCount <= end - address;
    }
}
