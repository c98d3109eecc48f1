package org.cairn.dump.windows.internal.crash;

import org.cairn.memory.Structure;

import java.lang.foreign.MemorySegment;

/**
 * Pages that follow each other.
 *
 * @param base number of the first
 * @param count how many
 */
record PageRun(long base, long count) {
    /** Physical addresses have 52 bits at most, so page numbers have 40. */
    private static final long MAX_PAGES = 1L << 40;

    static PageRun read(Structure run, MemorySegment bytes, long at) {
        return new PageRun(
                run.field("BasePage").get(bytes, at), run.field("PageCount").get(bytes, at));
    }

    /** Whether physical memory can have these pages. */
    boolean isPossible() {
        return base >= 0 && base < MAX_PAGES && count > 0 && count <= MAX_PAGES - base;
    }
}
