package org.cairn.pool.windows.internal.kernel;

import org.cairn.dump.DumpModule;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.cairn.pool.windows.internal.layout.PoolHeader;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whole free pages of the pools up to 2003 and of ReactOS. Runs of free nonpaged pages begin with
 * {@code _MMFREE_POOL_ENTRY} (list entry, number of pages, signature, first page), and each further
 * page leads to the first. Single free pages wait in a list that links through their first word;
 * its head lies in the kernel's data.
 */
public final class FreePages {
    private static final int MAX_CHAIN = 1 << 12;
    private static final int MAX_STEPS = 1 << 24;

    private final KernelMemory memory;
    private final Pulse pulse;
    private final int size;
    private final int owner;
    private final Set<Long> cached = new HashSet<>();
    private int steps;

    /**
     * Prepares.
     *
     * @param memory of the kernel
     * @param progress cancels the search
     */
    public FreePages(KernelMemory memory, Progress progress) {
        this.memory = memory;
        this.pulse = new Pulse(progress);
        boolean wide = memory.pointerSize() == Long.BYTES;
        size = 2 * memory.pointerSize();
        owner = wide ? size + 2 * Long.BYTES : size + Long.BYTES;
    }

    /**
     * Whether a page belongs to a run of free pages.
     *
     * @param page its address
     * @param range the pool
     * @return whether the first page of the run agrees
     */
    public boolean isFree(long page, PoolRange range) {
        long first = memory.pointer(page + owner);
        return first % PoolHeader.PAGE == 0
                && range.holds(first)
                && memory.pointer(first + owner) == first
                && Long.compareUnsigned(
                                page - first, memory.pointer(first + size) * PoolHeader.PAGE)
                        < 0;
    }

    /**
     * Searches the kernel's data for heads of lists of single free pages.
     *
     * @param modules the first is the kernel
     * @param candidates pages that nothing else explains
     */
    public void search(List<DumpModule> modules, Set<Long> candidates) {
        if (modules.isEmpty() || candidates.isEmpty()) {
            return;
        }
        DumpModule kernel = modules.getFirst();
        MemoryCursor cursor = memory.space().cursor();
        for (Run.Mapped run :
                memory.space().mapped(kernel.base(), kernel.base() + kernel.size() - 1)) {
            for (long at = run.start();
                    Long.compareUnsigned(at, run.last() - memory.pointerSize()) < 0;
                    at += memory.pointerSize()) {
                pulse.beat();
                if (cursor.seek(at, memory.pointerSize())) {
                    chain(at, cursor.pointer(0, memory.pointerSize()), candidates);
                }
            }
        }
    }

    /** The number of elements of an {@code _SLIST_HEADER} follows the first one. */
    private void chain(long head, long first, Set<Long> candidates) {
        if (!candidates.contains(first)) {
            return;
        }
        long page = first;
        Set<Long> chain = new HashSet<>();
        while (candidates.contains(page)
                && chain.size() < MAX_CHAIN
                && steps++ < MAX_STEPS
                && chain.add(page)) {
            page = memory.pointer(page);
        }
        if (page == 0 && memory.u16(head + memory.pointerSize()) == chain.size()) {
            cached.addAll(chain);
        }
    }

    /** Whether a page waits in such a list. */
    public boolean isCached(long page) {
        return cached.contains(page);
    }
}
