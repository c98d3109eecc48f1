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
    private final ListedSizes sizes;

    LivePages(
            PoolPage page, PageJudge judge, KernelMemory memory, Parked parked, ListedSizes sizes) {
        this.sizes = sizes;
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
        return page.read(address) && judge.isTagged() && isListed();
    }

    /** Whether a list leads to one of the blocks that were followed last. */
    boolean isListed() {
        PoolHeader header = page.header();
        for (int i = 0; i < page.count(); i++) {
            long user = page.address() + page.offset(i) + header.bytes();
            boolean listed =
                    header.isFree(page.word(i))
                            ? hasRoom(i) && sizes.isLinked(page.offset(i))
                            : parked.lookaside().contains(user) || parked.deferred().contains(user);
            if (listed) {
                return true;
            }
        }
        return false;
    }

    private boolean hasRoom(int block) {
        PoolHeader header = page.header();
        return header.size(page.word(block)) >= header.bytes() + 2 * header.pointerSize();
    }
}
