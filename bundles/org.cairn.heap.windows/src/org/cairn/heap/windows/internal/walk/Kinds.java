package org.cairn.heap.windows.internal.walk;

import org.cairn.heap.BlockSink;

/**
 * The numbers of the kinds of blocks in one sink.
 *
 * @param backEnd blocks of segments, busy or free
 * @param virtual blocks outside the segments
 * @param lookaside freed blocks that a lookaside list holds back
 * @param segmentHeader the entries of {@code _HEAP} and {@code _HEAP_SEGMENT}
 * @param internal the heap's own blocks, such as list look-ups
 * @param lastEntry entries before an uncommitted range or the end that hold no caller's data
 */
record Kinds(
        int backEnd, int virtual, int lookaside, int segmentHeader, int internal, int lastEntry) {
    static Kinds of(BlockSink sink) {
        return new Kinds(
                sink.kind("back end"),
                sink.kind("virtual"),
                sink.kind("lookaside"),
                sink.kind("segment header"),
                sink.kind("internal"),
                sink.kind("last entry"));
    }
}
