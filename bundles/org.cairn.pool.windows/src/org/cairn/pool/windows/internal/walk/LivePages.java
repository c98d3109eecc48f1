package org.cairn.pool.windows.internal.walk;

import org.cairn.memory.Run;
import org.cairn.pool.windows.internal.kernel.KernelMemory;
import org.cairn.pool.windows.internal.kernel.Parked;
import org.cairn.pool.windows.internal.layout.PoolHeader;

/**
 * Tells pages of small blocks from what is left of some inside of a block of whole pages: lists
 * lead to a block of the former.
 */
final class LivePages {
    private static final int PAGE = PoolHeader.PAGE;

    private final PoolPage page;
    private final PageJudge judge;
    private final KernelMemory memory;
    private final Parked parked;

    LivePages(PoolPage page, PageJudge judge, KernelMemory memory, Parked parked) {
        this.page = page;
        this.judge = judge;
        this.memory = memory;
        this.parked = parked;
    }

    /**
     * The first page in a range that the pool has small blocks in.
     *
     * @param first address of a page
     * @param bytes whole pages
     * @return the end of the range when there is none
     */
    long first(long first, long bytes) {
        for (Run.Mapped run : memory.space().mapped(first, first + bytes - 1)) {
            long from = Long.compareUnsigned(run.start(), first) < 0 ? first : run.start();
            long room = Math.min(run.last() - from + 1, first + bytes - from);
            for (long i = 0; i + PAGE <= room; i += PAGE) {
                if (isLive(from + i)) {
                    return from + i;
                }
            }
        }
        return first + bytes;
    }

    private boolean isLive(long address) {
        if (!page.read(address) || !judge.isTagged()) {
            return false;
        }
        PoolHeader header = page.header();
        for (int i = 0; i < page.count(); i++) {
            long user = address + page.offset(i) + header.bytes();
            boolean listed =
                    header.isFree(page.word(i))
                            ? isLinked(user)
                            : parked.lookaside().contains(user) || parked.deferred().contains(user);
            if (listed) {
                return true;
            }
        }
        return false;
    }

    /** Whether both neighbours in a list of free blocks lead back. */
    private boolean isLinked(long node) {
        int pointer = memory.pointerSize();
        long next = FreeLists.plain(memory.pointer(node));
        long before = FreeLists.plain(memory.pointer(node + pointer));
        return next != node
                && FreeLists.plain(memory.pointer(next + pointer)) == node
                && FreeLists.plain(memory.pointer(before)) == node;
    }
}
