package org.cairn.pool.windows.internal.walk;

import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.cairn.pool.windows.internal.kernel.BigPages;
import org.cairn.pool.windows.internal.kernel.PoolKernel;
import org.cairn.pool.windows.internal.kernel.PoolRange;
import org.cairn.pool.windows.internal.kernel.Pulse;
import org.cairn.pool.windows.internal.layout.PoolHeader;
import org.cairn.pool.windows.internal.layout.TypeCode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Finds the pages of a pool by what is in them, where no variable says where it is: each page of
 * the kernel outside of its images that is covered by blocks without rest, or was once. Blocks of
 * whole pages come from the big-page table, where that tells their type.
 */
public final class PoolScan {
    private static final int PAGE = PoolHeader.PAGE;
    private static final int MAX_RANGES = 1 << 21;

    private final PoolKernel kernel;
    private final PoolPage page;
    private final PageJudge judge;
    private final boolean paged;

    /**
     * Prepares.
     *
     * @param kernel to search
     * @param paged which pool is wanted
     */
    public PoolScan(PoolKernel kernel, boolean paged) {
        this.kernel = kernel;
        this.paged = paged;
        page = new PoolPage(kernel.layout().header(), kernel.memory().space().cursor());
        judge = new PageJudge(page);
    }

    /** The first page of the pool, 0 when there is none. */
    public long first() {
        long[] first = new long[1];
        each(
                at -> {
                    first[0] = at;
                    return false;
                });
        return first[0];
    }

    /** The ranges of the pool: adjacent pages and blocks of whole pages as one. */
    public List<PoolRange> ranges() {
        List<PoolRange> found = new ArrayList<>();
        BigPages big = kernel.bigPages();
        each(
                at -> {
                    append(found, at, at + PAGE - 1);
                    return found.size() < MAX_RANGES;
                });
        for (BigPages.Block block : big.blocks()) {
            if (block.type() >= 0 && (block.type() & TypeCode.PAGED) != 0 == paged) {
                found.add(range(block.address(), block.address() + block.pages() - 1));
            }
        }
        found.sort(Comparator.comparing(PoolRange::first, Long::compareUnsigned));
        List<PoolRange> joined = new ArrayList<>();
        found.forEach(range -> append(joined, range.first(), range.last()));
        return joined;
    }

    private PoolRange range(long first, long last) {
        return new PoolRange(first, last, paged ? "paged pool" : "nonpaged pool");
    }

    private void append(List<PoolRange> ranges, long first, long last) {
        if (ranges.isEmpty() || Long.compareUnsigned(first, ranges.getLast().last() + 1) > 0) {
            ranges.add(range(first, last));
        } else if (Long.compareUnsigned(last, ranges.getLast().last()) > 0) {
            PoolRange before = ranges.removeLast();
            ranges.add(range(before.first(), last));
        }
    }

    private void each(LongPredicate wanted) {
        Progress progress = kernel.context().progress();
        progress.task("looking for pages of pools");
        Pulse pulse = new Pulse(progress);
        Images images = new Images(kernel.context().process().modules());
        for (Run.Mapped run : kernel.mapped()) {
            long pages = run.bytes().byteSize() / PAGE;
            for (long i = 0; i < pages; i++) {
                pulse.beat();
                long at = run.start() + i * PAGE;
                if (!images.holds(at) && isPage(at) && !wanted.test(at)) {
                    return;
                }
            }
        }
    }

    private boolean isPage(long at) {
        return (page.read(at) || judge.isDamaged(at))
                && judge.isTagged()
                && judge.isPaged() == paged;
    }
}
