package org.cairn.pool.windows.internal.walk;

import org.cairn.heap.BlockSink;
import org.cairn.pool.windows.internal.kernel.Addresses64;
import org.cairn.pool.windows.internal.kernel.Parked;
import org.cairn.pool.windows.internal.kernel.PoolKernel;
import org.cairn.pool.windows.internal.layout.PoolHeader;
import org.cairn.pool.windows.internal.owner.TagOwners;

/**
 * Whole pages in stretches of memory of which the surroundings are missing: those that are covered
 * by blocks without rest, or were before a header was damaged. Small dumps have the page that the
 * bug check speaks of. Segment pools have no such pages. For one thread.
 */
final class LoosePages {
    private static final int MAX_PAGES = 1 << 20;

    private final PoolKernel kernel;
    private final PoolPage page;
    private final PageJudge judge;
    private final Addresses64 paged = new Addresses64();
    private final Addresses64 nonPaged = new Addresses64();

    LoosePages(PoolKernel kernel) {
        this.kernel = kernel;
        page = new PoolPage(kernel.layout().header(), kernel.memory().space().cursor());
        judge = new PageJudge(page);
    }

    private Addresses64 of(boolean isPaged) {
        return isPaged ? paged : nonPaged;
    }

    /** Forgets all pages. */
    void clear() {
        paged.clear();
        nonPaged.clear();
    }

    /**
     * Takes a page if it is one of blocks.
     *
     * @param address of it
     * @return whether it is one
     */
    boolean take(long address) {
        boolean isPage =
                kernel.walksPages()
                        && paged.size() + nonPaged.size() < MAX_PAGES
                        && (page.read(address) || judge.isDamaged(address))
                        && judge.isTagged();
        if (isPage) {
            of(judge.isPaged()).add(address);
        }
        return isPage;
    }

    /** Whether an address lies in one of the pages. */
    boolean holds(long address) {
        long asked = address & -PoolHeader.PAGE;
        return paged.contains(asked) || nonPaged.contains(asked);
    }

    /** The first page of a pool, 0 when there is none. */
    long first(boolean isPaged) {
        return of(isPaged).size() == 0 ? 0 : of(isPaged).get(0);
    }

    /**
     * Reports all blocks in the pages of a pool, and what is wrong in them.
     *
     * @param isPaged of which pool
     * @param sink takes the blocks
     * @param owners of the blocks
     */
    void run(boolean isPaged, BlockSink sink, TagOwners owners) {
        PageEmitter emitter =
                new PageEmitter(
                        kernel,
                        judge,
                        sink,
                        owners,
                        new PoolReport(sink, kernel.memory()),
                        new Doubts(),
                        Parked.none(kernel),
                        isPaged,
                        BlockSink.FOUND_STRONG);
        for (int i = 0; i < of(isPaged).size(); i++) {
            long address = of(isPaged).get(i);
            sink.segment(address, PoolHeader.PAGE, "page");
            if (page.read(address)) {
                emitter.whole(address);
            } else {
                emitter.damaged(address);
            }
        }
        emitter.close();
    }
}
