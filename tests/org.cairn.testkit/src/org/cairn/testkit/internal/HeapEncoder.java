package org.cairn.testkit.internal;

import org.cairn.memory.Field;
import org.cairn.testkit.ExpectedBlock;
import org.cairn.testkit.ExpectedBlock.Kind;
import org.cairn.testkit.SyntheticMemory;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Lays out the state of a heap in memory; may be done again after the state has changed. */
public final class HeapEncoder {
    /** {@code _HEAP.FrontEndHeapType} of the low-fragmentation heap. */
    static final int LFH_FRONT_END = 2;

    private final HeapModel heap;
    private final long lfhKey;
    private final EntryCodec codec;
    private final long pointerKey;

    /**
     * Draws the heap's secrets.
     *
     * @param lfhKey the secret of the process for its low-fragmentation heaps
     */
    public HeapEncoder(HeapModel heap, Random random, long lfhKey) {
        this.heap = heap;
        this.lfhKey = lfhKey;
        codec = new EntryCodec(heap.shape(), random);
        pointerKey = random.nextLong();
    }

    /** Writes everything but the data of busy blocks. */
    public void write() {
        new EntryWriter(heap, codec).write();
        Place place = heap.shape().isOld() ? new OldHeapHeader(heap).write() : writeNew();
        new TagWriter(heap).write(place);
        heap.lfh().ifPresent(lfh -> new LfhEncoder(heap, lfh, lfhKey).write());
        if (heap.aids().flags() != 0) {
            Field flags = place.layout().field("Flags");
            long plain =
                    flags.get(
                            heap.memory().bytes(place.of("Flags"), flags.size()), -flags.offset());
            place.set("Flags", plain | heap.aids().flags());
        }
    }

    /** Changes a field of the plain header of a block. */
    public void change(long block, String field, long value, boolean sealed) {
        long raw = codec.read(heap.memory(), block);
        codec.write(heap.memory(), block, codec.change(raw, field, value, sealed));
    }

    /** What a decoder must find, ascending. */
    public List<ExpectedBlock> blocks() {
        Stream<ExpectedBlock> own =
                heap.segments().stream()
                        .flatMap(segment -> segment.chunks().values().stream())
                        .flatMap(this::parts);
        return Stream.concat(own, heap.virtuals().stream().map(this::expected))
                .sorted((a, b) -> Long.compareUnsigned(a.address(), b.address()))
                .toList();
    }

    private Stream<ExpectedBlock> parts(Chunk chunk) {
        if (chunk.kind() != Kind.LFH_CONTAINER) {
            return Stream.of(expected(chunk));
        }
        return heap.lfh().orElseThrow().parts(chunk).stream()
                .map(
                        part -> {
                            long size = part.to() - part.from();
                            boolean asked = part.requested() >= 0;
                            return new ExpectedBlock(
                                    heap.address(),
                                    part.from(),
                                    size,
                                    part.from() + part.user(),
                                    asked ? part.requested() : size - part.user(),
                                    part.kind());
                        });
    }

    private Place writeNew() {
        HeapShape shape = heap.shape();
        SyntheticMemory memory = heap.memory();
        List<SegmentFacts> segments =
                heap.segments().stream().map(segment -> SegmentFacts.of(heap, segment)).toList();
        NewHeapHeader header = new NewHeapHeader(shape, memory, codec, pointerKey);
        Place place = header.write(HeapFacts.of(heap), segments);
        heap.rangeIndex().ifPresent(chunk -> header.rangeIndex(place, heap.user(chunk), segments));
        List<ListLookup.Item> items =
                heap.free().all().stream()
                        .map(c -> new ListLookup.Item(c.units(), shape.listEntry(c.address())))
                        .toList();
        long head = place.of("FreeLists");
        new LinkedLists(shape, memory)
                .link(head, items.stream().map(ListLookup.Item::node).toList());
        long extension = heap.frontTable().map(heap::user).orElse(0L);
        new ListLookup(memory, LookupPlan.first(shape), heap.address() + heap.header().table())
                .write(head, items, extension);
        heap.lfh()
                .ifPresent(
                        lfh ->
                                place.set("FrontEndHeap", lfh.address())
                                        .set("FrontEndHeapType", LFH_FRONT_END));
        if (extension != 0) {
            new ListLookup(memory, LookupPlan.extension(shape), extension).write(head, items, 0);
        }
        return place;
    }

    private ExpectedBlock expected(Chunk chunk) {
        int unit = heap.shape().unit();
        long size = (long) chunk.units() * unit;
        boolean counted = chunk.kind() == Kind.BUSY;
        return new ExpectedBlock(
                heap.address(),
                chunk.address(),
                size,
                heap.user(chunk),
                counted ? chunk.requested() : size - unit,
                chunk.kind());
    }

    private ExpectedBlock expected(VirtualBlock block) {
        return new ExpectedBlock(
                heap.address(),
                block.address(),
                block.size(),
                heap.user(block),
                block.requested(),
                Kind.VIRTUAL);
    }
}
