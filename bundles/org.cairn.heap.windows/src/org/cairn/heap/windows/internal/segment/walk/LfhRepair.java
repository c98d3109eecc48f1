package org.cairn.heap.windows.internal.segment.walk;

import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.segment.layout.Bits;
import org.cairn.heap.windows.internal.segment.layout.LfhFields;
import org.cairn.heap.windows.internal.segment.layout.SegmentLayout;
import org.cairn.heap.windows.internal.segment.memory.BlockOffsets;
import org.cairn.heap.windows.internal.segment.memory.LfhBitmap;
import org.cairn.heap.windows.internal.segment.memory.LfhHeader;
import org.cairn.memory.Addresses;

import java.util.Optional;

/**
 * The header of an LFH subsegment of which one field beside {@code BlockOffsets} is wrong, with
 * that field as it must be.
 *
 * @param header as it must be
 * @param field that is wrong
 * @param name of the field
 * @param expected what it must be
 * @param actual what it is
 */
record LfhRepair(LfhHeader header, Bits field, String name, String expected, String actual) {
    /** How many blocks less than there is room for are tried. */
    private static final int TRIED = 64;

    /**
     * Looks for the field that keeps the blocks from lying in their subsegment. What is found must
     * make bitmap and {@code FreeCount} agree.
     *
     * @param memory holds the subsegment
     * @param layout of the heap
     * @param header that does not fit
     * @param offsets decoded
     * @return the repair, or empty when no single field explains it
     */
    static Optional<LfhRepair> of(
            ProcessMemory memory, SegmentLayout layout, LfhHeader header, BlockOffsets offsets) {
        LfhFields fields = layout.lfh();
        int unit = layout.unit();
        LfhHeader bare = header.with(layout, header.blockCount());
        if (bare.fits(offsets, unit) && agrees(memory, layout, bare)) {
            return Optional.of(
                    new LfhRepair(
                            bare,
                            fields.commitStateOffset(),
                            "CommitStateOffset",
                            "commit states before " + Addresses.hex(offsets.first()),
                            "up to " + Addresses.hex(header.headerEnd())));
        }
        long room = header.end() - header.address() - offsets.first();
        boolean possible =
                offsets.blockSize() >= unit
                        && ((offsets.blockSize() | offsets.first()) & unit - 1) == 0
                        && room > 0;
        int most = possible ? (int) Math.min(room / offsets.blockSize(), 0xffff) : 0;
        for (int count = most; count > Math.max(most - TRIED, 0); count--) {
            LfhHeader other = header.with(layout, count);
            if (other.fits(offsets, unit) && agrees(memory, layout, other)) {
                return Optional.of(
                        new LfhRepair(
                                other,
                                fields.blockCount(),
                                "BlockCount",
                                Addresses.hex(count),
                                Addresses.hex(header.blockCount())));
            }
        }
        return Optional.empty();
    }

    /** Whether the counters allow the bitmap, or nobody knows it. */
    static boolean agrees(ProcessMemory memory, SegmentLayout layout, LfhHeader header) {
        return LfhBitmap.read(memory, layout, header)
                .map(bitmap -> header.allowsFree(bitmap.free(header.blockCount())))
                .orElse(true);
    }
}
