package org.cairn.pool.windows.internal.kernel;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.Run;
import org.cairn.pool.windows.internal.layout.PoolHeader;

import java.util.ArrayList;
import java.util.List;

/**
 * Where pools are, as the kernel's own variables say: up to 2003 and in ReactOS each pool has fixed
 * ranges. Since Vista the addresses are given out dynamically, and pages are found by what is in
 * them.
 */
public final class PoolRanges {
    /** What a pool cannot exceed on a 64-bit system up to 2003: 128 GB. */
    private static final long MAX_RANGE = 1L << 37;

    private final PoolKernel kernel;

    /** Prepares for a kernel. */
    public PoolRanges(PoolKernel kernel) {
        this.kernel = kernel;
    }

    /**
     * The ranges of a pool.
     *
     * @param paged whether of the paged pool
     * @return ascending; empty when they are not known
     */
    public List<PoolRange> of(boolean paged) {
        if (kernel.build() >= PoolKernel.VISTA) {
            return List.of();
        }
        return paged ? paged() : nonPaged();
    }

    private List<PoolRange> paged() {
        long first = kernel.value("MmPagedPoolStart");
        long last = kernel.value("MmPagedPoolEnd") - 1 | PoolHeader.PAGE - 1;
        return isRange(first, last) ? List.of(new PoolRange(first, last, "paged pool")) : List.of();
    }

    private List<PoolRange> nonPaged() {
        long first = kernel.value("MmNonPagedPoolStart");
        long end = kernel.value("MmNonPagedPoolEnd");
        if (!isAligned(first) || !isAligned(end)) {
            return List.of();
        }
        long initial = kernel.value("MmSizeOfNonPagedPoolInBytes");
        if (initial == 0 || !isRange(first, first + initial - 1)) {
            initial = mapped(first);
        }
        if (initial == 0) {
            return List.of();
        }
        List<PoolRange> ranges = new ArrayList<>();
        ranges.add(new PoolRange(first, first + initial - 1, "nonpaged pool"));
        long expansion = end - (kernel.value("MmMaximumNonPagedPoolInBytes") - initial);
        if (isRange(expansion, end - 1) && Long.compareUnsigned(expansion, first + initial) >= 0) {
            ranges.add(new PoolRange(expansion, end - 1, "nonpaged pool expansion"));
        }
        return ranges;
    }

    /**
     * The initial part is mapped as a whole, and nothing else directly behind it. Used where the
     * variable with its size is not known. A page of which a part is missing is no hole.
     */
    private long mapped(long first) {
        AddressSpace space = kernel.memory().space();
        long size = 0;
        while (size < MAX_RANGE && space.runAt(first + size) instanceof Run.Mapped run) {
            kernel.context().progress().checkCancelled();
            size = (run.last() - first | PoolHeader.PAGE - 1) + 1;
        }
        return size;
    }

    private static boolean isAligned(long address) {
        return address != 0 && address % PoolHeader.PAGE == 0;
    }

    private static boolean isRange(long first, long last) {
        return isAligned(first)
                && isAligned(last + 1)
                && last - first > 0
                && last - first < MAX_RANGE;
    }
}
