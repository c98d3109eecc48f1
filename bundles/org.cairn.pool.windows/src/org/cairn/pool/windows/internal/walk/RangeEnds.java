package org.cairn.pool.windows.internal.walk;

import org.cairn.memory.Addresses;
import org.cairn.pool.windows.internal.kernel.PoolKernel;
import org.cairn.pool.windows.internal.kernel.PoolRange;
import org.cairn.pool.windows.internal.kernel.PoolVariables;
import org.cairn.pool.windows.internal.layout.PoolHeader;

import java.util.List;

/** Compares the range that the kernel's variables name with the pages around it. */
final class RangeEnds {
    /** So many pages around a range are looked at. */
    private static final int PAGES = 16;

    private final PoolKernel kernel;
    private final PoolReport report;
    private final PoolPage page;
    private final PageJudge judge;
    private final boolean paged;

    RangeEnds(PoolKernel kernel, boolean paged, PoolReport report) {
        this.kernel = kernel;
        this.report = report;
        this.paged = paged;
        page = new PoolPage(kernel.layout().header(), kernel.memory().space().cursor());
        judge = new PageJudge(page);
    }

    /**
     * Tells variables that cannot be right.
     *
     * @param ranges of the pool, ascending; empty where they are not from variables
     */
    void compare(List<PoolRange> ranges) {
        PoolVariables.contradictions(kernel, paged)
                .forEach(fault -> report.tell(PoolRule.VARIABLE, fault));
        if (ranges.isEmpty()) {
            return;
        }
        String pool = paged ? "MmPagedPool" : "MmNonPagedPool";
        look(ranges.getFirst().first() - PoolHeader.PAGE, -PoolHeader.PAGE, pool + "Start");
        look(ranges.getLast().last() + 1, PoolHeader.PAGE, pool + "End");
    }

    private void look(long first, int step, String variable) {
        for (int i = 0; i < PAGES; i++) {
            long at = first + (long) i * step;
            if (page.read(at) && judge.isTagged() && judge.isUsual() && judge.isPaged() == paged) {
                report.tell(
                        PoolRule.VARIABLE,
                        kernel.address(variable).orElse(at),
                        "variable "
                                + variable
                                + " of the kernel leaves out "
                                + Addresses.hex(at)
                                + ", which is a page of the pool",
                        "all pages of the pool",
                        Addresses.hex(kernel.value(variable)));
                return;
            }
        }
    }
}
