package org.cairn.pool.windows.internal.walk;

import org.cairn.memory.Addresses;
import org.cairn.pool.windows.internal.layout.PoolHeader;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code PoolIndex} is the same in all blocks of a page. Some versions leave remains in it, so that
 * a pool is held to it only when nearly all of its pages do.
 */
final class PoolIndexes {
    private static final int LEAST_BLOCKS = 3;
    private static final int USUAL = 20;
    private static final int MAX_TOLD = 1000;

    private final PoolHeader header;
    private final List<Misfit> misfits = new ArrayList<>();
    private long pages;
    private long mixed;

    PoolIndexes(PoolHeader header) {
        this.header = header;
    }

    private record Misfit(long block, int usual, int index) {}

    /** Takes a page that is covered by blocks. */
    void take(PoolPage page) {
        if (page.count() < LEAST_BLOCKS) {
            return;
        }
        pages++;
        int usual = index(page, 0) == index(page, 1) ? index(page, 0) : index(page, 2);
        boolean all = true;
        for (int i = 0; i < page.count(); i++) {
            if (index(page, i) != usual) {
                all = false;
                if (misfits.size() < MAX_TOLD) {
                    misfits.add(new Misfit(page.address() + page.offset(i), usual, index(page, i)));
                }
            }
        }
        mixed += all ? 0 : 1;
    }

    private int index(PoolPage page, int block) {
        return header.poolIndex().get(page.word(block));
    }

    /** Tells what does not fit, when all pages were taken. */
    void close(PoolReport report) {
        if (mixed * USUAL > pages) {
            return;
        }
        for (Misfit misfit : misfits) {
            if (!report.hasTold(misfit.block())) {
                report.tell(
                        PoolRule.INDEX,
                        misfit.block(),
                        "block "
                                + Addresses.hex(misfit.block())
                                + " names another pool than its page",
                        "index " + misfit.usual(),
                        "index " + misfit.index());
            }
        }
    }
}
