package org.cairn.heap.windows.internal.segment.walk;

import org.cairn.heap.BlockSink;

/**
 * What blocks of a segment heap are called.
 *
 * @param backend blocks of whole units, also free ranges
 * @param vs chunks of variable size
 * @param lfh blocks of one size
 * @param large blocks with memory of their own
 * @param heapHeader {@code _SEGMENT_HEAP} and what it keeps behind itself
 * @param segmentHeader the descriptors of a page segment
 * @param vsSubsegment the header of a VS subsegment, and its rest
 * @param lfhSubsegment the header of an LFH subsegment, and its rest
 */
record Kinds(
        int backend,
        int vs,
        int lfh,
        int large,
        int heapHeader,
        int segmentHeader,
        int vsSubsegment,
        int lfhSubsegment) {
    static Kinds of(BlockSink sink) {
        return new Kinds(
                sink.kind("back end"),
                sink.kind("VS"),
                sink.kind("LFH"),
                sink.kind("large"),
                sink.kind("heap header"),
                sink.kind("segment header"),
                sink.kind("VS subsegment"),
                sink.kind("LFH subsegment"));
    }
}
