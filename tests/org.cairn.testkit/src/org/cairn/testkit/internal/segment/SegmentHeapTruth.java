package org.cairn.testkit.internal.segment;

import static org.cairn.testkit.SyntheticMemory.PAGE;

import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.testkit.NtHeapWriter.Range;
import org.cairn.testkit.SegmentHeapBlock;
import org.cairn.testkit.internal.segment.ChunkModel.Use;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a decoder must find in a segment heap. */
public final class SegmentHeapTruth {
    private static final String BACKEND = "back end";
    private static final String VS = "VS";
    private static final String LFH = "LFH";
    private static final String VS_SUBSEGMENT = "VS subsegment";
    private static final String LFH_SUBSEGMENT = "LFH subsegment";

    private final SegmentHeapModel heap;
    private final CommittedPages pages;
    private final int unit;
    private final List<SegmentHeapBlock> blocks = new ArrayList<>();

    private SegmentHeapTruth(SegmentHeapModel heap) {
        this.heap = heap;
        this.pages = heap.pages();
        this.unit = heap.shape().unit();
    }

    /** All blocks, ascending. */
    public static List<SegmentHeapBlock> blocks(SegmentHeapModel heap) {
        SegmentHeapTruth truth = new SegmentHeapTruth(heap);
        truth.pieces(heap.address(), heap.reserved(), 0, BlockState.METADATA, "heap header");
        heap.segments().forEach(truth::segment);
        for (LargeModel block : heap.large()) {
            truth.busy(
                    block.address(),
                    block.pages() * PAGE,
                    block.address(),
                    block.requested(),
                    "large",
                    0);
        }
        truth.blocks.sort(Comparator.comparing(SegmentHeapBlock::address, Long::compareUnsigned));
        return truth.blocks;
    }

    /** The ranges of all reservations that are not committed, as long as they can be. */
    public static List<Range> uncommitted(SegmentHeapModel heap) {
        List<Range> result = new ArrayList<>();
        for (Range segment : reserved(heap)) {
            long start = 0;
            long size = 0;
            for (long at = segment.start(); at != segment.start() + segment.size(); at += PAGE) {
                if (heap.pages().contains(at) || isLarge(heap, at)) {
                    if (size != 0) {
                        result.add(new Range(start, size));
                    }
                    size = 0;
                } else {
                    start = size == 0 ? at : start;
                    size += PAGE;
                }
            }
            if (size != 0) {
                result.add(new Range(start, size));
            }
        }
        return result;
    }

    private static boolean isLarge(SegmentHeapModel heap, long at) {
        return heap.large().stream()
                .anyMatch(
                        block ->
                                at - block.address() >= 0
                                        && at - block.address() < block.pages() * PAGE);
    }

    /** All reservations of the heap. */
    public static List<Range> reserved(SegmentHeapModel heap) {
        List<Range> result = new ArrayList<>();
        result.add(new Range(heap.address(), heap.reserved()));
        heap.segments()
                .forEach(segment -> result.add(new Range(segment.address(), segment.size())));
        heap.large().forEach(block -> result.add(new Range(block.address(), block.pages() * PAGE)));
        return result;
    }

    private void segment(PageSegmentModel segment) {
        long header = (long) segment.firstUnit() << segment.unitShift();
        pieces(segment.address(), header, 0, BlockState.METADATA, "segment header");
        for (RangeModel range : segment.ranges()) {
            long start = segment.start(range);
            long end = segment.end(range);
            if (range.vs() instanceof VsModel vs) {
                subsegment(vs);
            } else if (range.lfh() instanceof LfhModel lfh) {
                subsegment(lfh, start, end);
            } else if (range.use() == RangeModel.Use.FREE) {
                pieces(start, end - start, 0, BlockState.FREE, BACKEND);
            } else {
                long committed = range.requested() + PAGE - 1 & -PAGE;
                busy(start, committed, start, range.requested(), BACKEND, 0);
            }
        }
    }

    private void subsegment(VsModel vs) {
        int header = heap.shape().firstChunk();
        pieces(vs.address(), header, 0, BlockState.METADATA, VS_SUBSEGMENT);
        for (ChunkModel chunk : vs.chunks()) {
            long size = (long) chunk.units() * unit;
            long user = chunk.address() + unit;
            if (chunk.lfh() instanceof LfhModel lfh) {
                subsegment(lfh, chunk.address(), chunk.address() + size);
            } else if (chunk.use() == Use.BUSY) {
                busy(chunk.address(), size, user, chunk.requested(), VS, 0);
            } else if (chunk.use() == Use.FREE) {
                pieces(chunk.address(), size, unit, BlockState.FREE, VS);
            } else {
                blocks.add(
                        new SegmentHeapBlock(
                                chunk.address(),
                                size,
                                user,
                                size - unit,
                                BlockState.FREE,
                                VS,
                                BlockSink.CACHED));
            }
        }
    }

    private void subsegment(LfhModel lfh, long start, long end) {
        pieces(start, lfh.block(0) - start, 0, BlockState.METADATA, LFH_SUBSEGMENT);
        for (int i = 0; i < lfh.count(); i++) {
            if (lfh.isFree(i)) {
                pieces(lfh.block(i), lfh.blockSize(), 0, BlockState.FREE, LFH);
            } else {
                busy(lfh.block(i), lfh.blockSize(), lfh.block(i), lfh.requested(i), LFH, 0);
            }
        }
        long last = lfh.block(lfh.count());
        pieces(last, end - last, 0, BlockState.METADATA, LFH_SUBSEGMENT);
    }

    private void busy(long address, long size, long user, long requested, String kind, int flags) {
        blocks.add(
                new SegmentHeapBlock(address, size, user, requested, BlockState.BUSY, kind, flags));
    }

    /** What is committed of a block that nobody uses, piece by piece. */
    private void pieces(long address, long size, int header, BlockState state, String kind) {
        long end = address + size;
        long from = address;
        while (from != end) {
            long to = from;
            boolean there = pages.contains(from);
            while (to != end && pages.contains(to) == there) {
                long page = (to & -PAGE) + PAGE;
                to = page - from < end - from ? page : end;
            }
            if (there) {
                int before = from == address ? (int) Math.min(header, to - from) : 0;
                blocks.add(
                        new SegmentHeapBlock(
                                from,
                                to - from,
                                from + before,
                                to - from - before,
                                state,
                                kind,
                                from == address ? 0 : BlockSink.INFERRED));
            }
            from = to;
        }
    }
}
