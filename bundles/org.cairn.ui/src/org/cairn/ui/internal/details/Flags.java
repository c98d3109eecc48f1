package org.cairn.ui.internal.details;

import org.cairn.heap.BlockSink;

import java.util.ArrayList;
import java.util.List;

/** What the flags of a block say. */
final class Flags {
    private Flags() {}

    /** One sentence for each flag that is set. */
    static List<String> explain(int flags) {
        List<String> sentences = new ArrayList<>();
        add(
                flags,
                BlockSink.INFERRED,
                "inferred: no header says that the block is there",
                sentences);
        add(flags, BlockSink.FOUND_STRONG, "found by search, with strong evidence", sentences);
        add(flags, BlockSink.FOUND_HINT, "found by search, with weak evidence", sentences);
        add(flags, BlockSink.DATA_ABSENT, "some of its bytes are not in the dump", sentences);
        add(flags, BlockSink.CACHED, "free, and kept by a cache of the allocator", sentences);
        return sentences;
    }

    private static void add(int flags, int flag, String sentence, List<String> into) {
        if ((flags & flag) != 0) {
            into.add(sentence);
        }
    }
}
