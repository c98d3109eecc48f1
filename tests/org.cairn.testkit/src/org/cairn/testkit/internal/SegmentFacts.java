package org.cairn.testkit.internal;

import org.cairn.testkit.ExpectedBlock.Kind;

import java.util.List;

/**
 * What the header of a segment says of it, since Windows Vista.
 *
 * @param base of the segment
 * @param size bytes
 * @param firstEntry address of the block behind the header
 * @param ranges uncommitted ranges, empty ones at the segment's end included
 */
record SegmentFacts(long base, long size, long firstEntry, List<Range> ranges) {
    /**
     * An uncommitted range, empty at the end of a segment that is committed throughout.
     *
     * @param descriptor address of its {@code _HEAP_UCR_DESCRIPTOR}
     * @param address of the range
     * @param size bytes
     */
    record Range(long descriptor, long address, long size) {}

    static SegmentFacts of(HeapModel heap, SegmentModel segment) {
        List<Range> ranges =
                segment.chunks().values().stream()
                        .filter(chunk -> chunk.kind() == Kind.GUARD)
                        .map(chunk -> range(heap, segment, chunk))
                        .toList();
        long first = segment.end(segment.chunks().firstEntry().getValue());
        return new SegmentFacts(segment.base(), segment.size(), first, ranges);
    }

    long uncommitted() {
        return ranges.stream().mapToLong(Range::size).sum();
    }

    private static Range range(HeapModel heap, SegmentModel segment, Chunk guard) {
        long end = segment.end(guard);
        return new Range(heap.user(guard), end, segment.uncommitted().getOrDefault(end, 0L));
    }
}
