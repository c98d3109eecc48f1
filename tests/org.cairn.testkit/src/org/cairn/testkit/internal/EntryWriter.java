package org.cairn.testkit.internal;

import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.cairn.testkit.ExpectedBlock.Kind;
import org.cairn.testkit.SyntheticMemory;

/** Writes the headers of all blocks of a heap and the extra data of tagged ones. */
final class EntryWriter {
    private static final int BUSY = 0x01;
    private static final int EXTRA_PRESENT = 0x02;
    private static final int FILL_PATTERN = 0x04;
    private static final int VIRTUAL_ALLOC = 0x08;
    private static final int LAST_ENTRY = 0x10;

    /** {@code UnusedBytes} of a block with a {@code _HEAP_UCR_DESCRIPTOR}, seen in Windows 7. */
    private static final int GUARD_UNUSED = 3;

    /** The most that {@code UnusedBytes} holds itself. */
    private static final int LONGEST = 0x3e;

    private static final int TAIL = 0xab;
    private static final int[] FREE = {0xee, 0xfe};

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
                int index = index(chunk);
                if (chunk.tag() != 0 || index != 0) {
                    extra(segment.end(chunk) - shape.unit(), chunk.tag(), index);
                }
                aids(segment, chunk);
            }
        }
        heap.virtuals().forEach(this::virtual);
    }

    private long header(SegmentModel segment, Chunk chunk) {
        int flags = chunk.isFree() ? 0 : BUSY;
        if (chunk.tag() != 0 || index(chunk) != 0) {
            flags |= EXTRA_PRESENT;
        }
        if (isFilled(chunk)) {
            flags |= FILL_PATTERN;
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
            case BUSY, LOOKASIDE -> heap.stack(chunk).isPresent() ? Math.min(rest, LONGEST) : rest;
            case GUARD -> GUARD_UNUSED;
            case HEAP, SEGMENT -> shape.isOld() ? 0 : HeaderPlan.OWN_UNUSED;
            case TABLE -> shape.isOld() ? rest : HeaderPlan.OWN_UNUSED;
            case LFH_CONTAINER -> shape.unit();
            case LFH_BUSY, LFH_FREE, LFH_PADDING ->
                    throw new IllegalStateException("no block of the back end");
        };
    }

    /** The number of the recorded stack that the extra data name. */
    private int index(Chunk chunk) {
        return heap.stack(chunk)
                .filter(stack -> !stack.before())
                .map(RecordedStack::index)
                .orElse(0);
    }

    private boolean isFilled(Chunk chunk) {
        return chunk.kind() == Kind.BUSY && heap.aids().tails()
                || chunk.isFree() && heap.aids().frees();
    }

    private void aids(SegmentModel segment, Chunk chunk) {
        heap.stack(chunk).filter(RecordedStack::before).ifPresent(stack -> stack(chunk, stack));
        if (isFilled(chunk)) {
            int unit = shape.unit();
            if (chunk.isFree()) {
                long from = chunk.address() + unit + 2L * shape.pointer();
                memory.write(from, fill((int) (segment.end(chunk) - from), FREE));
            } else {
                memory.write(heap.user(chunk) + chunk.requested(), fill(unit, TAIL));
            }
        }
    }

    private static byte[] fill(int count, int... pattern) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) pattern[i % pattern.length];
        }
        return bytes;
    }

    /** The header before the data: the record's address, then an extended entry. */
    private void stack(Chunk chunk, RecordedStack stack) {
        int unit = shape.unit();
        long first = chunk.address() + unit;
        int unused = (int) ((long) chunk.units() * unit - chunk.requested());
        memory.bytes(first, 2L * unit).fill((byte) 0);
        memory.set(first, new Field("StackTrace", "ptr", 0, shape.pointer()), stack.trace());
        long words = 1 | (long) unused << Integer.SIZE | 0x0502L << Integer.SIZE + Short.SIZE;
        long entry = first + unit + codec.base();
        memory.set(entry, new Field("ExtendedEntry", "u64", 0, Long.BYTES), words);
    }

    private void extra(long address, int tag, int index) {
        new Place(memory, shape.structure("_HEAP_ENTRY_EXTRA"), address)
                .clear()
                .set("AllocatorBackTraceIndex", index)
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
