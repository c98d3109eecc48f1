package org.cairn.testkit.internal;

import static org.cairn.testkit.SyntheticMemory.ALLOCATION_GRANULARITY;
import static org.cairn.testkit.SyntheticMemory.PAGE;

import org.cairn.testkit.HeapOptions;
import org.cairn.testkit.SyntheticMemory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A heap of any number of blocks. Only what does not fit is held: the headers' pages and a word for
 * each free block, length and address, in the order of the free list.
 */
public final class BulkHeap {
    private static final int ADDRESS_BITS = 48;
    private static final long ADDRESS = (1L << ADDRESS_BITS) - 1;

    private final HeapShape shape;
    private final EntryCodec codec;
    private final long address;
    private final int listIndex;
    private final List<BulkSegment> segments = new ArrayList<>();
    private final List<Long> committed = new ArrayList<>();
    private final SyntheticMemory pages = new SyntheticMemory();
    private final Counts counts = new Counts();
    private long[] free = new long[1 << 12];
    private int freeCount;
    private long reserve = HeapOptions.GROWABLE.reserve();

    /** What is in a heap. */
    public static final class Counts {
        private long blocks;
        private long free;
        private long userBytes;
        private long freeBytes;

        /** Blocks that are busy or free. */
        public long blocks() {
            return blocks;
        }

        /** Free blocks. */
        public long free() {
            return free;
        }

        /** Bytes that callers asked for. */
        public long userBytes() {
            return userBytes;
        }

        /** Bytes of free blocks, with their headers. */
        public long freeBytes() {
            return freeBytes;
        }
    }

    /**
     * Plans a heap of Windows 8 or later.
     *
     * @param address where it begins
     * @param listIndex its place in the process's list, counted from 1
     * @param blocks how many busy and free blocks it has
     */
    public BulkHeap(HeapShape shape, long address, int listIndex, long blocks, long seed) {
        this.shape = shape;
        this.address = address;
        this.listIndex = listIndex;
        Random random = new Random(seed + listIndex);
        codec = new EntryCodec(shape, random);
        int header = HeaderPlan.of(shape).size();
        long base = address;
        while (counts.blocks < blocks) {
            BulkSegment segment =
                    new BulkSegment(
                            shape,
                            seed,
                            base,
                            shape.usable(reserve),
                            header,
                            blocks - counts.blocks);
            segments.add(segment);
            committed.add(
                    segment.make(
                            (at, units, isFree, unused) ->
                                    count(segment, at, units, isFree, unused)));
            base += HeapShape.ceil(reserve + 1, ALLOCATION_GRANULARITY);
            reserve = shape.nextReserve(reserve);
            header = shape.segmentHeader();
        }
        free = Arrays.copyOf(free, freeCount);
        Arrays.sort(free);
        headers(random.nextLong());
    }

    /** The first address behind the heap. */
    public long end() {
        BulkSegment last = segments.getLast();
        return last.base() + HeapShape.ceil(last.usable() + 1, ALLOCATION_GRANULARITY);
    }

    /** The address. */
    public long address() {
        return address;
    }

    /** What is in it. */
    public Counts counts() {
        return counts;
    }

    /** Where its segments begin. */
    public List<Long> bases() {
        return segments.stream().map(BulkSegment::base).toList();
    }

    /** Bytes that are reserved for a segment. */
    public long reserved(int segment) {
        return segments.get(segment).usable();
    }

    /** Bytes that are committed in a segment. */
    public long committed(int segment) {
        return committed.get(segment);
    }

    /** Writes the committed bytes of a segment to the beginning of a buffer full of zeros. */
    public void fill(int index, byte[] buffer, long firstModule) {
        BulkSegment segment = segments.get(index);
        BulkWriter writer = new BulkWriter(this, segment, index, buffer, firstModule);
        segment.make(writer);
        writer.finish(committed.get(index), pages);
    }

    HeapShape shape() {
        return shape;
    }

    EntryCodec codec() {
        return codec;
    }

    /** List entry of the free block before or behind one in the free list, or the list's head. */
    long neighbour(long block, int units, int step) {
        int at = Arrays.binarySearch(free, key(block, units)) + step;
        return at < 0 || at == freeCount ? head() : shape.listEntry(free[at] & ADDRESS);
    }

    private long head() {
        return address + shape.structure("_HEAP").offset("FreeLists");
    }

    private void count(BulkSegment segment, long at, int units, boolean isFree, int unused) {
        counts.blocks++;
        long bytes = (long) units * shape.unit();
        if (!isFree) {
            counts.userBytes += bytes - unused;
            return;
        }
        counts.free++;
        counts.freeBytes += bytes;
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = key(segment.base() + at, units);
    }

    private static long key(long block, int units) {
        return (long) units << ADDRESS_BITS | block;
    }

    private void headers(long pointerKey) {
        List<SegmentFacts> facts = new ArrayList<>();
        for (int i = 0; i < segments.size(); i++) {
            BulkSegment segment = segments.get(i);
            long end = segment.base() + committed.get(i);
            long descriptor = end - shape.guard() + shape.unit();
            hold(segment.base());
            hold(end - PAGE);
            long rest = segment.usable() - committed.get(i);
            facts.add(
                    new SegmentFacts(
                            segment.base(),
                            segment.usable(),
                            segment.base() + segment.header(),
                            List.of(new SegmentFacts.Range(descriptor, end, rest))));
        }
        HeapFacts heap =
                new HeapFacts(
                        address,
                        listIndex,
                        true,
                        shape.virtualThreshold(),
                        reserve,
                        counts.freeBytes / shape.unit(),
                        List.of(),
                        0);
        Place place = new NewHeapHeader(shape, pages, codec, pointerKey).write(heap, facts);
        freeList(place.of("FreeLists"));
    }

    private void freeList(long head) {
        long first = freeCount == 0 ? head : shape.listEntry(free[0] & ADDRESS);
        long last = freeCount == 0 ? head : shape.listEntry(free[freeCount - 1] & ADDRESS);
        new LinkedLists(shape, pages).head(head, first, last);
        LookupPlan plan = LookupPlan.first(shape);
        int beyond = from(plan.last());
        ListLookup lookup = new ListLookup(pages, plan, address + HeaderPlan.of(shape).table());
        lookup.write(head, 0, freeCount, freeCount - beyond);
        for (int units = 0; units <= plan.last(); units++) {
            int at = from(units);
            boolean fits = at < freeCount && (units == plan.last() || at < from(units + 1));
            if (fits) {
                lookup.hint(units, shape.listEntry(free[at] & ADDRESS));
            }
        }
    }

    /** The first free block that is so long or longer. */
    private int from(int units) {
        int at = Arrays.binarySearch(free, key(0, units));
        return at < 0 ? -at - 1 : at;
    }

    private void hold(long page) {
        boolean held = pages.regions().stream().anyMatch(region -> region.start() == page);
        if (!held) {
            pages.reserve(page, PAGE, "private", "rw-");
            pages.commit(page, PAGE);
        }
    }
}
