package org.cairn.heap.windows.internal.lfh;

import org.cairn.heap.windows.internal.memory.HeapMemory;

import java.util.Optional;

/**
 * A {@code _HEAP_SUBSEGMENT}: what the heap knows of a container.
 *
 * @param address of it
 * @param localInfo {@code LocalInfo}, {@code Bucket} in XP and 2003
 * @param userBlocks {@code UserBlocks}: address of the container's header
 * @param depth {@code AggregateExchg.Depth}: how many blocks are free
 * @param freeOffset {@code AggregateExchg.FreeEntryOffset}: the first free block, in units from the
 *     container's header; 0 from 8 on
 * @param stride {@code BlockSize} in bytes
 * @param count {@code BlockCount}
 */
record Subsegment(
        long address,
        long localInfo,
        long userBlocks,
        int depth,
        int freeOffset,
        int stride,
        int count) {
    /** Reads a subsegment; empty when not all of it is there. */
    static Optional<Subsegment> read(HeapMemory memory, LfhLayout layout, long address) {
        SubsegmentFields fields = layout.subsegment();
        if (address == 0 || !memory.isPresent(address, fields.bytes())) {
            return Optional.empty();
        }
        var cursor = memory.cursor();
        return Optional.of(
                new Subsegment(
                        address,
                        memory.pointerAt(fields.localInfo()),
                        memory.pointerAt(fields.userBlocks()),
                        cursor.u16(fields.depth()),
                        fields.freeOffset() < 0 ? 0 : cursor.u16(fields.freeOffset()),
                        cursor.u16(fields.blockSize()) << layout.entry().unitShift(),
                        cursor.u16(fields.blockCount())));
    }

    /** Whether it has blocks, all of them within so many bytes behind the container's header. */
    boolean fits(LfhLayout layout, long room) {
        return count > 0 && stride > 0 && layout.firstOffset(count) + (long) stride * count <= room;
    }
}
