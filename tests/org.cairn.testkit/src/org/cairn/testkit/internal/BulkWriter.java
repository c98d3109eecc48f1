package org.cairn.testkit.internal;

import static org.cairn.testkit.SyntheticMemory.PAGE;

import org.cairn.testkit.SyntheticMemory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Writes the blocks of a large segment of a 64-bit heap into a buffer. */
final class BulkWriter implements BulkSegment.Blocks {
    private static final ValueLayout.OfLong WORD =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final int BUSY = 1;
    private static final int INTERNAL = 8;
    private static final int GUARD_UNUSED = 3;

    /** One in so many busy blocks begins with a pointer into the first module. */
    private static final int OBJECTS = 4;

    private static final int VIRTUAL_TABLES = 64;
    private static final int VIRTUAL_TABLE = 0x140;

    private final BulkHeap heap;
    private final BulkSegment segment;
    private final int index;
    private final MemorySegment buffer;
    private final long module;
    private final HeapShape shape;
    private final EntryCodec codec;
    private final int unit;
    private int unitsBefore;
    private long end;
    private long count;
    private int containers;

    BulkWriter(
            BulkHeap heap,
            BulkSegment segment,
            int index,
            byte[] buffer,
            long module,
            int containers) {
        this.containers = containers;
        this.heap = heap;
        this.segment = segment;
        this.index = index;
        this.buffer = MemorySegment.ofArray(buffer);
        this.module = module;
        shape = heap.shape();
        codec = heap.codec();
        unit = shape.unit();
        header(0, segment.header() / unit, BUSY, HeaderPlan.OWN_UNUSED);
    }

    @Override
    public void block(long offset, int units, boolean free, int unused) {
        header(offset, units, free ? 0 : BUSY, free ? 0 : unused);
        long data = offset + unit;
        if (free) {
            long block = segment.base() + offset;
            buffer.set(WORD, data, heap.neighbour(block, units, 1));
            buffer.set(WORD, data + Long.BYTES, heap.neighbour(block, units, -1));
        } else {
            count++;
            boolean object = count % OBJECTS == 0;
            long table = module + count / OBJECTS % VIRTUAL_TABLES * VIRTUAL_TABLE;
            buffer.set(WORD, data, object ? table : count);
        }
    }

    @Override
    public void container(long offset, int units, int blockUnits, int blocks) {
        header(offset, units, BUSY | INTERNAL, unit);
        heap.lfh()
                .container(
                        buffer,
                        offset,
                        segment.base() + offset,
                        unit,
                        blockUnits,
                        blocks,
                        containers++);
    }

    /** Writes the guard and copies what the pages of the headers hold. */
    void finish(long committed, SyntheticMemory pages) {
        int guard = shape.guard();
        copy(pages, segment.base(), unit, segment.header() - unit);
        header(committed - guard, guard / unit, BUSY, GUARD_UNUSED);
        copy(pages, segment.base(), committed - guard + unit, guard - unit);
        if (end != committed || committed % PAGE != 0) {
            throw new IllegalStateException("the blocks end at " + end + ", not at " + committed);
        }
    }

    private void copy(SyntheticMemory pages, long base, long offset, long size) {
        MemorySegment.copy(pages.bytes(base + offset, size), 0, buffer, offset, size);
    }

    private void header(long offset, int units, int flags, int unused) {
        long at = segment.base() + offset;
        int owner = shape.segmentByte(index, segment.base(), at);
        buffer.set(
                WORD,
                offset + codec.base(),
                codec.header(at, units, unitsBefore, flags, unused, owner));
        unitsBefore = units;
        end = offset + (long) units * unit;
    }
}
