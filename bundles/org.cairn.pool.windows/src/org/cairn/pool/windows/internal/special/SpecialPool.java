package org.cairn.pool.windows.internal.special;

import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.cairn.pool.windows.internal.kernel.PoolKernel;
import org.cairn.pool.windows.internal.kernel.PoolRange;
import org.cairn.pool.windows.internal.kernel.Verifier;
import org.cairn.pool.windows.internal.layout.PoolHeader;
import org.cairn.pool.windows.internal.walk.BugCheck;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where special pool is. {@code MmSpecialPoolStart} and {@code MmSpecialPoolEnd} say it where they
 * are known. Else its pages are found by what is in them: no page follows, since the next one is
 * there to catch overruns, and their bytes agree with their header. Nobody searches when neither a
 * tag is set ({@code MmSpecialPoolTag}) nor the verifier has counted an allocation nor the bug
 * check is about special pool.
 */
public final class SpecialPool {
    /**
     * Of pages that are found by what is in them, in one so many bytes must have the fill's value.
     */
    static final int LEAST_SLACK = 32;

    private static final int PAGE = PoolHeader.PAGE;
    private static final int MAX_RANGES = 1 << 20;
    private static final long MAX_RANGE = 1L << 40;
    private static final long TAG = 0xffff_ffffL;

    private final PoolKernel kernel;
    private final SpecialPage page;

    /**
     * Prepares.
     *
     * @param kernel whose pool it is
     * @param page reads pages
     */
    public SpecialPool(PoolKernel kernel, SpecialPage page) {
        this.kernel = kernel;
        this.page = page;
    }

    /**
     * The range that the kernel names.
     *
     * @return empty when it does not, or has none
     */
    public Optional<PoolRange> known() {
        long first = kernel.value("MmSpecialPoolStart");
        long last = kernel.value("MmSpecialPoolEnd") - 1 | PAGE - 1;
        boolean sound =
                first != 0
                        && first % PAGE == 0
                        && Long.compareUnsigned(first, last) < 0
                        && last - first < MAX_RANGE;
        return sound ? Optional.of(new PoolRange(first, last, "special pool")) : Optional.empty();
    }

    /** Whether somebody wants allocations to come from special pool. */
    public boolean isWanted() {
        long tag = kernel.value("MmSpecialPoolTag") & TAG;
        boolean verified =
                Verifier.totals(kernel).map(totals -> totals.special() != 0).orElse(false);
        boolean stopped = kernel.stop().filter(BugCheck::isOfSpecialPool).isPresent();
        return verified || stopped || tag != 0 && tag != TAG;
    }

    /** The first page that is found by what is in it, 0 when there is none. */
    public long first() {
        List<PoolRange> found = search(1);
        return found.isEmpty() ? 0 : found.getFirst().first();
    }

    /** The pages that are found by what is in them, each with the one behind it. */
    public List<PoolRange> search() {
        return search(MAX_RANGES);
    }

    private List<PoolRange> search(int most) {
        Found found = new Found();
        Progress progress = kernel.context().progress();
        progress.task("looking for special pool");
        for (Run.Mapped run : kernel.mapped()) {
            progress.checkCancelled();
            long last = run.last() & -PAGE;
            if (found.ranges.size() < most && isAlone(last) && !isImage(last)) {
                page.read(last).ifPresent(found::add);
            }
        }
        found.flush();
        return found.ranges;
    }

    private boolean isAlone(long at) {
        return at + PAGE != 0 && !kernel.memory().isPresent(at + PAGE, 1);
    }

    private boolean isImage(long at) {
        return kernel.modules().stream()
                .anyMatch(module -> Long.compareUnsigned(at - module.base(), module.size()) < 0);
    }

    /** Blocks with every second page between them; one that is certain vouches for the others. */
    private static final class Found {
        private final List<PoolRange> ranges = new ArrayList<>();
        private long first;
        private long last;
        private boolean certain;

        void add(SpecialPage.Block block) {
            if (first == 0 || last + 1 != block.page()) {
                flush();
                first = block.page();
                certain = false;
            }
            last = block.page() + 2 * PAGE - 1;
            certain |= block.isCertain(LEAST_SLACK);
        }

        void flush() {
            if (certain) {
                ranges.add(new PoolRange(first, last, "special pool"));
                certain = false;
            }
        }
    }
}
