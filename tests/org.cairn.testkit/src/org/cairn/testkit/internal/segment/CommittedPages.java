package org.cairn.testkit.internal.segment;

import static org.cairn.testkit.SyntheticMemory.PAGE;

import org.cairn.testkit.SyntheticMemory;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/** Which pages of a heap are committed. */
final class CommittedPages {
    private final SyntheticMemory memory;
    private final Random random;
    private final Set<Long> pages = new HashSet<>();

    CommittedPages(SyntheticMemory memory, long seed) {
        this.memory = memory;
        this.random = new Random(seed);
    }

    /** Commits pages; those that were not yet are filled with noise, as programs do. */
    void commitData(long from, long to) {
        byte[] noise = new byte[(int) PAGE];
        for (long page = from & -PAGE; page < to; page += PAGE) {
            if (!contains(page)) {
                commit(page, page + PAGE);
                random.nextBytes(noise);
                memory.write(page, noise);
            }
        }
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
