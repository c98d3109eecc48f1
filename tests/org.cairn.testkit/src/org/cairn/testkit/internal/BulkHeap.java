package org.cairn.testkit.internal;

import static org.cairn.testkit.SyntheticMemory.ALLOCATION_GRANULARITY;
import static org.cairn.testkit.SyntheticMemory.PAGE;

import org.cairn.testkit.HeapOptions;
import org.cairn.testkit.SyntheticMemory;

import java.lang.foreign.MemorySegment;
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
    private final List<Integer> containers = new ArrayList<>();
    private final BulkLfh lfh;
    private final boolean divided;
    private int containerCount;
    private long reserve = HeapOptions.GROWABLE.reserve();

    /** What is in a heap. */
    public static final class Counts {
        private long blocks;
        private long free;
        private long userBytes;
        private long freeBytes;
        private long own;

        /** Containers and, in each, what is behind its blocks. */
        public long own() {
            return own;
        }

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
     * @param divided whether about half of them lie in the low-fragmentation heap
     */
    public BulkHeap(
            HeapShape shape, long address, int listIndex, long blocks, long seed, boolean divided) {
        this.divided = divided;
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
                            blocks - counts.blocks,
                            divided);
            segments.add(segment);
            containers.add(containerCount);
            committed.add(segment.make(new Counter(segment)));
            base += HeapShape.ceil(reserve + 1, ALLOCATION_GRANULARITY);
            reserve = shape.nextReserve(reserve);
            header = shape.segmentHeader();
        }
        BulkSegment last = segments.getLast();
        long behind = last.base() + HeapShape.ceil(last.usable() + 1, ALLOCATION_GRANULARITY);
        lfh = new BulkLfh(address, behind, (int) (seed * 0x9e37_79b9L));
        free = Arrays.copyOf(free, freeCount);
        Arrays.sort(free);
        headers(random.nextLong());
    }

    /** The first address behind the heap. */
    public long end() {
        long region = divided ? BulkLfh.region(containerCount) : 0;
        return lfh.address() + HeapShape.ceil(region, ALLOCATION_GRANULARITY);
    }

    /** Where the low-fragmentation heap is, when there is one. */
    public long frontEnd() {
        return lfh.address();
    }

    /** The bytes of the low-fragmentation heap; empty when there is none. */
    public byte[] front() {
        if (!divided) {
            return new byte[0];
        }
        byte[] region = new byte[Math.toIntExact(BulkLfh.region(containerCount))];
        MemorySegment bytes = MemorySegment.ofArray(region);
        lfh.zones(bytes, containerCount);
        for (int i = 0; i < segments.size(); i++) {
            segments.get(i).make(new Subsegments(segments.get(i), bytes, containers.get(i)));
        }
        return region;
    }

    BulkLfh lfh() {
        return lfh;
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
        BulkWriter writer =
                new BulkWriter(this, segment, index, buffer, firstModule, containers.get(index));
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

    /** Counts the blocks of a segment. */
    private final class Counter implements BulkSegment.Blocks {
        private final BulkSegment segment;

        Counter(BulkSegment segment) {
            this.segment = segment;
        }

        @Override
        public void block(long offset, int units, boolean isFree, int unused) {
            count(segment, offset, units, isFree, unused);
        }

        @Override
        public void container(long offset, int units, int blockUnits, int count) {
            int unit = shape.unit();
            int busy = BulkLfh.busy(count);
            counts.blocks += count;
            counts.free += count - busy;
            counts.userBytes += (long) busy * BulkLfh.requested(unit, blockUnits);
            counts.freeBytes += (long) (count - busy) * blockUnits * unit;
            counts.own += BulkLfh.hasPadding(unit, blockUnits, count) ? 2 : 1;
            containerCount++;
        }
    }

    /** Writes the subsegments of a segment's containers. */
    private final class Subsegments implements BulkSegment.Blocks {
        private final BulkSegment segment;
        private final MemorySegment region;
        private int index;

        Subsegments(BulkSegment segment, MemorySegment region, int index) {
            this.segment = segment;
            this.region = region;
            this.index = index;
        }

        @Override
        public void block(long offset, int units, boolean isFree, int unused) {
            // has no subsegment
        }

        @Override
        public void container(long offset, int units, int blockUnits, int count) {
            long entry = segment.base() + offset;
            lfh.subsegment(region, entry, shape.unit(), blockUnits, count, index++);
        }
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
                        freeUnits(),
                        List.of(),
                        0);
        Place place = new NewHeapHeader(shape, pages, codec, pointerKey).write(heap, facts);
        if (divided) {
            place.set("FrontEndHeap", lfh.address())
                    .set("FrontEndHeapType", HeapEncoder.LFH_FRONT_END);
        }
        freeList(place.of("FreeLists"));
    }

    private long freeUnits() {
        return Arrays.stream(free).map(key -> key >>> ADDRESS_BITS).sum();
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
