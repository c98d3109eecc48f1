package org.cairn.heap.windows.internal.segment.walk;

import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.segment.layout.SegmentLayout;
import org.cairn.heap.windows.internal.walk.Report;

import java.util.HashSet;
import java.util.Set;

/**
 * Tells of structures that are not in the dump. Lists, trees and ranges may lead into one page that
 * is absent: that is one cause, and told where it was met first.
 */
final class AbsentPages {
    private final ProcessMemory memory;
    private final Report report;
    private final Set<Long> pages = new HashSet<>();

    AbsentPages(ProcessMemory memory, Report report) {
        this.memory = memory;
        this.report = report;
    }

    /**
     * Takes note of a structure of which a part at least is absent.
     *
     * @param at where that was noticed
     * @param structure its address
     * @param bytes of it
     * @param summary one sentence
     */
    void tell(long at, long structure, int bytes, String summary) {
        long missing = memory.isPresent(structure, bytes) ? structure : memory.cursor().absentAt();
        if (pages.add(missing & -SegmentLayout.PAGE)) {
            report.tell(SegmentRule.ABSENT, at, summary, "", memory.absence().label());
        }
    }
}
