package org.cairn.testkit.internal.segment;

import org.cairn.testkit.NtHeapWriter.Range;

import java.util.List;

/** Where the structures of a segment heap lie. */
public final class SegmentPlaces {
    private SegmentPlaces() {}

    /** The page segments, in order of their creation. */
    public static List<Range> segments(SegmentHeapModel heap) {
        return heap.segments().stream()
                .map(segment -> new Range(segment.address(), segment.size()))
                .toList();
    }

    /** The descriptor of a unit. */
    public static long descriptor(SegmentHeapModel heap, long inside) {
        PageSegmentModel segment = segment(heap, inside);
        long index = inside - segment.address() >>> segment.unitShift();
        return segment.address() + index * heap.shape().descriptorBytes();
    }

    /** Where a range begins. */
    public static long range(SegmentHeapModel heap, long inside) {
        PageSegmentModel segment = segment(heap, inside);
        return segment.ranges().stream()
                .filter(range -> inside - segment.end(range) < 0)
                .map(segment::start)
                .findFirst()
                .orElseThrow();
    }

    /** The node of a large block. */
    public static long node(SegmentHeapModel heap, long user) {
        return heap.large().stream()
                .filter(block -> block.address() == user)
                .map(LargeModel::node)
                .findFirst()
                .orElseThrow();
    }

    private static PageSegmentModel segment(SegmentHeapModel heap, long inside) {
        return heap.segments().stream()
                .filter(
                        segment ->
                                inside - segment.address() >= 0
                                        && inside - segment.address() < segment.size())
                .findFirst()
                .orElseThrow();
    }
}
