package org.cairn.pool.windows.internal.walk;

import org.cairn.memory.Run;
import org.cairn.pool.windows.internal.kernel.KernelMemory;
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
    private final BlockProofs proofs;

    LivePages(PoolPage page, PageJudge judge, KernelMemory memory, BlockProofs proofs) {
        this.page = page;
        this.judge = judge;
        this.memory = memory;
        this.proofs = proofs;
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
        return page.read(address) && judge.isTagged() && proofs.isListed(page);
    }
}
