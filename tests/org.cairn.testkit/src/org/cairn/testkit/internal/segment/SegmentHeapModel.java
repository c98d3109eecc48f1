package org.cairn.testkit.internal.segment;

import static org.cairn.testkit.SyntheticMemory.PAGE;

import org.cairn.testkit.SyntheticMemory;
import org.cairn.testkit.internal.segment.ChunkModel.Use;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A segment heap as its allocators keep it: short blocks that are asked for often in subsegments of
 * one size, other short ones in chunks, long ones in whole units, very long ones by themselves.
 */
public final class SegmentHeapModel {
    private static final int[] UNIT_SHIFTS = {12, 16};
    private static final int ACTIVATION = 17;
    private static final long LONGEST_LFH = 0x3e00;
    private static final long LONGEST_VS = 0x2_0000;
    private static final long LONGEST_SMALL_UNITS = 0x7_f000;
    private static final long LONGEST_LARGE_UNITS = 0x7f_0000;
    private static final long VS_SUBSEGMENT = 0x1_0000;
    private static final long LFH_SUBSEGMENT = 0x8000;
    private static final int BLOCKS_IN_CHUNK = 12;
    private static final long CHUNK_SUBSEGMENT_MAX = 0x1800;
    private static final long HEAP_RESERVE = 0x10_0000;
    private static final long GRANULARITY = SyntheticMemory.ALLOCATION_GRANULARITY;

    private final Shape shape;
    private final SyntheticMemory memory;
    private final CommittedPages pages;
    private final long address;
    private final long nodes;
    private final List<PageSegmentModel> segments = new ArrayList<>();
    private final List<LargeModel> large = new ArrayList<>();
    private final Map<Integer, Integer> usage = new HashMap<>();
    private final Map<Integer, List<LfhModel>> buckets = new HashMap<>();
    private long next;
    private int nodeCount;

    /**
     * Creates an empty heap.
     *
     * @param shape its version
     * @param memory of the process
     * @param hint where to reserve it
     * @param seed of the data in blocks
     */
    public SegmentHeapModel(Shape shape, SyntheticMemory memory, long hint, long seed) {
        this.shape = shape;
        this.memory = memory;
        this.pages = new CommittedPages(memory, seed);
        this.next = hint;
        address = reserve(HEAP_RESERVE, GRANULARITY);
        pages.commit(address, address + 2L * shape.structure("_SEGMENT_HEAP").size());
        nodes = reserve(GRANULARITY, GRANULARITY);
        memory.commit(nodes, GRANULARITY);
    }

    /** The heap's address. */
    public long address() {
        return address;
    }

    /** Allocates a block; returns its address for the caller. */
    public long allocate(long size) {
        if (size <= LONGEST_LFH) {
            int blockSize = blockSize(size);
            if (usage.merge(blockSize, 1, Integer::sum) > ACTIVATION) {
                return fromBucket(blockSize, size);
            }
        }
        if (size <= LONGEST_VS) {
            return fromChunks(size);
        }
        if (size > (shape.isSingle() ? LONGEST_SMALL_UNITS : LONGEST_LARGE_UNITS)) {
            return alone(size);
        }
        return fromUnits(size <= LONGEST_SMALL_UNITS ? 0 : 1, size);
    }

    /** Frees a block. */
    public void free(long user) {
        for (List<LfhModel> bucket : buckets.values()) {
            for (LfhModel lfh : bucket) {
                if (lfh.holds(user)) {
                    lfh.free(user);
                    return;
                }
            }
        }
        for (PageSegmentModel segment : segments) {
            for (int i = 0; i < segment.ranges().size(); i++) {
                RangeModel range = segment.ranges().get(i);
                if (range.vs() instanceof VsModel vs && vs.holds(user)) {
                    vs.free(user);
                    return;
                }
                if (range.use() == RangeModel.Use.BACKEND && segment.start(range) == user) {
                    segment.release(i);
                    return;
                }
            }
        }
        if (!large.removeIf(block -> block.address() == user)) {
            throw new IllegalArgumentException("no block");
        }
        memory.release(user);
    }

    /** Frees a chunk, but leaves its header as it is. */
    public void delay(long user) {
        vsOf(user).delay(user);
    }

    /** Gives all pages back that no block, header or subsegment needs. */
    public void trim() {
        for (PageSegmentModel segment : segments) {
            for (RangeModel range : segment.ranges()) {
                if (range.use() == RangeModel.Use.FREE) {
                    pages.decommit(segment.start(range), segment.end(range));
                } else if (range.vs() instanceof VsModel vs) {
                    trim(vs);
                } else if (range.lfh() instanceof LfhModel lfh) {
                    trim(lfh);
                }
            }
        }
    }

    private void trim(VsModel vs) {
        for (ChunkModel chunk : vs.chunks()) {
            if (chunk.use() == Use.FREE) {
                long end = chunk.address() + (long) chunk.units() * shape.unit();
                pages.decommit(chunk.address() + 4L * shape.pointer(), end);
            }
        }
    }

    private void trim(LfhModel lfh) {
        int index = 0;
        while (index < lfh.count()) {
            int stop = index;
            while (stop < lfh.count() && lfh.isFree(stop)) {
                stop++;
            }
            pages.decommit(lfh.block(index), lfh.block(stop));
            index = stop + 1;
        }
    }

    VsModel vsOf(long user) {
        for (PageSegmentModel segment : segments) {
            for (RangeModel range : segment.ranges()) {
                if (range.vs() instanceof VsModel vs && vs.holds(user)) {
                    return vs;
                }
            }
        }
        throw new IllegalArgumentException("no chunk");
    }

    Shape shape() {
        return shape;
    }

    SyntheticMemory memory() {
        return memory;
    }

    CommittedPages pages() {
        return pages;
    }

    long reserved() {
        return HEAP_RESERVE;
    }

    List<PageSegmentModel> segments() {
        return segments;
    }

    List<PageSegmentModel> segments(int context) {
        return segments.stream().filter(segment -> segment.context() == context).toList();
    }

    List<LargeModel> large() {
        return large;
    }

    private int blockSize(long size) {
        long unit = shape.unit();
        long step = unit;
        for (long limit = 64 * unit; size > limit && limit < 1024 * unit; limit *= 2) {
            step = limit / 16;
        }
        return (int) (Math.max(size, 1) + step - 1 - (Math.max(size, 1) - 1) % step);
    }

    private long fromBucket(int blockSize, long size) {
        List<LfhModel> bucket = buckets.computeIfAbsent(blockSize, key -> new ArrayList<>());
        for (LfhModel lfh : bucket) {
            long block = lfh.allocate(size);
            if (block != 0) {
                pages.commitData(block, block + blockSize);
                return block;
            }
        }
        LfhModel lfh = bucket.isEmpty() ? inChunk(blockSize) : inRange(blockSize);
        bucket.add(lfh);
        return lfh.allocate(size);
    }

    private LfhModel inChunk(int blockSize) {
        long bytes = (long) blockSize * BLOCKS_IN_CHUNK + 0x80;
        if (bytes > CHUNK_SUBSEGMENT_MAX) {
            return inRange(blockSize);
        }
        long user = fromChunks(bytes);
        return vsOf(user).divide(user, blockSize);
    }

    private LfhModel inRange(int blockSize) {
        long bytes = Math.max(LFH_SUBSEGMENT, (8L * blockSize + 2 * PAGE - 1) / PAGE * PAGE);
        Taken taken = take(0, bytes);
        long start = taken.segment.start(taken.range());
        pages.commitData(start, start + bytes);
        LfhModel lfh = new LfhModel(shape, start, taken.segment.end(taken.range()), blockSize);
        taken.put(new RangeModel(0, 0, RangeModel.Use.LFH, 0, null, lfh));
        return lfh;
    }

    private long fromChunks(long size) {
        for (PageSegmentModel segment : segments) {
            for (RangeModel range : segment.ranges()) {
                if (range.vs() instanceof VsModel vs) {
                    long user = vs.allocate(size);
                    if (user != 0) {
                        return recommitted(vs, user);
                    }
                }
            }
        }
        long bytes = (size + 0x80 + VS_SUBSEGMENT - 1) / VS_SUBSEGMENT * VS_SUBSEGMENT;
        Taken taken = take(0, bytes);
        long start = taken.segment.start(taken.range());
        pages.commitData(start, start + bytes);
        VsModel vs = new VsModel(shape, start, taken.segment.end(taken.range()));
        taken.put(new RangeModel(0, 0, RangeModel.Use.VS, 0, vs, null));
        return vs.allocate(size);
    }

    /** A chunk may have been trimmed; its pages and the header behind it must be there again. */
    private long recommitted(VsModel vs, long user) {
        ChunkModel chunk = vs.chunk(user);
        long end = chunk.address() + (long) chunk.units() * shape.unit();
        pages.commitData(chunk.address(), Math.min(end + 4L * shape.pointer(), vs.end()));
        return user;
    }

    private long fromUnits(int context, long size) {
        Taken taken = take(context, size);
        long start = taken.segment.start(taken.range());
        pages.commitData(start, start + size);
        taken.put(new RangeModel(0, 0, RangeModel.Use.BACKEND, size, null, null));
        return start;
    }

    private long alone(long size) {
        long count = (size + PAGE - 1) / PAGE;
        long start = reserve(count * PAGE, GRANULARITY);
        memory.commit(start, count * PAGE);
        int bytes = shape.structure("_HEAP_LARGE_ALLOC_DATA").size();
        long stride = (bytes + 2L * shape.unit() - 1) / shape.unit() * shape.unit();
        large.add(new LargeModel(nodes + nodeCount++ * stride, start, count, size));
        return start;
    }

    private record Taken(PageSegmentModel segment, int index) {
        RangeModel range() {
            return segment.ranges().get(index);
        }

        void put(RangeModel use) {
            RangeModel place = range();
            segment.ranges()
                    .set(
                            index,
                            new RangeModel(
                                    place.first(),
                                    place.units(),
                                    use.use(),
                                    use.requested(),
                                    use.vs(),
                                    use.lfh()));
        }
    }

    private Taken take(int context, long size) {
        int shift = UNIT_SHIFTS[context];
        int units = (int) ((size + (1L << shift) - 1) >> shift);
        for (PageSegmentModel segment : segments) {
            int index = segment.context() == context ? segment.take(units) : -1;
            if (index >= 0) {
                return new Taken(segment, index);
            }
        }
        long bytes = (long) Shape.UNITS << shift;
        long start = reserve(bytes, bytes);
        pages.commit(start, start + (long) Shape.UNITS * shape.descriptorBytes());
        PageSegmentModel segment =
                new PageSegmentModel(context, start, shift, shape.firstUnit(shift));
        segments.add(segment);
        return new Taken(segment, segment.take(units));
    }

    private long reserve(long bytes, long alignment) {
        long start = next + alignment - 1 & -alignment;
        memory.reserve(start, bytes, "private", "rw-");
        next = start + (bytes + GRANULARITY - 1) / GRANULARITY * GRANULARITY;
        return start;
    }
}
