package org.cairn.testkit.internal;

import org.cairn.memory.Structure;
import org.cairn.testkit.ExpectedBlock.Kind;
import org.cairn.testkit.SyntheticMemory;

/** Writes the headers of all blocks of a heap and the extra data of tagged ones. */
final class EntryWriter {
    private static final int BUSY = 0x01;
    private static final int EXTRA_PRESENT = 0x02;
    private static final int VIRTUAL_ALLOC = 0x08;
    private static final int LAST_ENTRY = 0x10;

    /** {@code UnusedBytes} of a block with a {@code _HEAP_UCR_DESCRIPTOR}, seen in Windows 7. */
    private static final int GUARD_UNUSED = 3;

    /** {@code UnusedBytes} of a block with memory of its own, since Windows Vista. */
    private static final int VIRTUAL_UNUSED = 4;

    private final HeapModel heap;
    private final HeapShape shape;
    private final SyntheticMemory memory;
    private final EntryCodec codec;

    EntryWriter(HeapModel heap, EntryCodec codec) {
        this.heap = heap;
        this.shape = heap.shape();
        this.memory = heap.memory();
        this.codec = codec;
    }

    void write() {
        for (SegmentModel segment : heap.segments()) {
            for (Chunk chunk : segment.chunks().values()) {
                codec.write(memory, chunk.address(), header(segment, chunk));
                if (chunk.tag() != 0) {
                    extra(segment.end(chunk) - shape.unit(), chunk.tag());
                }
            }
        }
        heap.virtuals().forEach(this::virtual);
    }

    private long header(SegmentModel segment, Chunk chunk) {
        int flags = chunk.isFree() ? 0 : BUSY;
        if (chunk.tag() != 0) {
            flags |= EXTRA_PRESENT;
        }
        if (shape.isOld() && segment.isLast(chunk)) {
            flags |= LAST_ENTRY;
        }
        boolean own = shape.isModern() && chunk.kind() == Kind.TABLE;
        if (own || !shape.isOld() && chunk.kind() == Kind.LFH_CONTAINER) {
            flags |= VIRTUAL_ALLOC;
        }
        int unused = unused(chunk);
        if (chunk.kind() == Kind.HEAP) {
            return codec.heapHeader(chunk.address(), chunk.units(), flags, unused);
        }
        return codec.header(
                chunk.address(),
                chunk.units(),
                segment.unitsBefore(chunk),
                flags,
                unused,
                shape.segmentByte(segment.index(), segment.base(), chunk.address()));
    }

    private int unused(Chunk chunk) {
        int rest = (int) ((long) chunk.units() * shape.unit() - chunk.requested());
        return switch (chunk.kind()) {
            case FREE, VIRTUAL -> 0;
            case BUSY, LOOKASIDE -> rest;
            case GUARD -> GUARD_UNUSED;
            case HEAP, SEGMENT -> shape.isOld() ? 0 : HeaderPlan.OWN_UNUSED;
            case TABLE -> shape.isOld() ? rest : HeaderPlan.OWN_UNUSED;
            case LFH_CONTAINER -> shape.unit();
            case LFH_BUSY, LFH_FREE, LFH_PADDING ->
                    throw new IllegalStateException("no block of the back end");
        };
    }

    private void extra(long address, int tag) {
        new Place(memory, shape.structure("_HEAP_ENTRY_EXTRA"), address)
                .clear()
                .set("TagIndex", tag);
    }

    private void virtual(VirtualBlock block) {
        Structure layout = shape.structure("_HEAP_VIRTUAL_ALLOC_ENTRY");
        Place place = new Place(memory, layout, block.address());
        place.clear().set("CommitSize", block.size()).set("ReserveSize", block.size());
        new Place(memory, shape.structure("_HEAP_ENTRY_EXTRA"), place.of("ExtraStuff"))
                .set("TagIndex", block.tag());
        long entry = place.of("BusyBlock");
        codec.write(
                memory,
                entry,
                codec.header(
                        entry,
                        (int) (block.size() - block.requested()),
                        0,
                        BUSY | EXTRA_PRESENT | VIRTUAL_ALLOC,
                        shape.isOld() ? 0 : VIRTUAL_UNUSED,
                        0));
    }
}
