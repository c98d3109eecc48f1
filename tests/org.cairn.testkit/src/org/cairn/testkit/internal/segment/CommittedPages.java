package org.cairn.testkit.internal.segment;

import static org.cairn.testkit.SyntheticMemory.PAGE;

import org.cairn.testkit.SyntheticMemory;

import java.util.HashSet;
import java.util.Set;

/** Which pages of a heap are committed. */
final class CommittedPages {
    private final SyntheticMemory memory;
    private final Set<Long> pages = new HashSet<>();

    CommittedPages(SyntheticMemory memory) {
        this.memory = memory;
    }

    void commit(long from, long to) {
        long start = from & -PAGE;
        long end = to + PAGE - 1 & -PAGE;
        memory.commit(start, end - start);
        for (long page = start; page < end; page += PAGE) {
            pages.add(page);
        }
    }

    /** Takes the pages back that lie in a range as a whole. */
    void decommit(long from, long to) {
        long start = from + PAGE - 1 & -PAGE;
        for (long page = start; page + PAGE <= to; page += PAGE) {
            if (pages.remove(page)) {
                memory.decommit(page, PAGE);
            }
        }
    }

    boolean contains(long address) {
        return pages.contains(address & -PAGE);
    }

    int count(long from, long to) {
        int count = 0;
        for (long page = from; page < to; page += PAGE) {
            count += contains(page) ? 1 : 0;
        }
        return count;
    }
}
