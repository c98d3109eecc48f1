package org.cairn.heap.windows.internal.page;

import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.walk.Report;
import org.cairn.memory.Addresses;

import java.util.HashSet;
import java.util.Set;

/**
 * Tells of nodes that are not in the dump. Links of several lists and of the tree may lead into one
 * page that is absent: that is one cause, and told at the first link.
 */
final class AbsentNodes {
    private final ProcessMemory memory;
    private final int nodeBytes;
    private final Report report;
    private final Set<Long> pages = new HashSet<>();

    AbsentNodes(ProcessMemory memory, PageHeapLayout layout, Report report) {
        this.memory = memory;
        this.nodeBytes = layout.node().bytes();
        this.report = report;
    }

    /**
     * Takes note of a link.
     *
     * @param link its address
     * @param list what it belongs to
     * @param node the node that it leads to, of which a part at least is absent
     */
    void tell(long link, String list, long node) {
        long missing = memory.isPresent(node, nodeBytes) ? node : memory.cursor().absentAt();
        if (pages.add(missing & -PageHeapLayout.PAGE)) {
            report.tell(
                    PageHeapRule.ABSENT,
                    link,
                    list + " leads to a node that is not in the dump",
                    "a node",
                    Addresses.hex(node));
        }
    }
}
