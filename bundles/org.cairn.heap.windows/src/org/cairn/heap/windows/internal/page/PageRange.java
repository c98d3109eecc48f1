package org.cairn.heap.windows.internal.page;

import org.cairn.heap.windows.internal.walk.Report;
import org.cairn.memory.Addresses;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A reserved range of a page heap.
 *
 * @param start first address
 * @param size bytes, whole pages
 */
record PageRange(long start, long size) {
    private static final Comparator<PageRange> ORDER =
            (a, b) -> Long.compareUnsigned(a.start, b.start);

    /** The first address behind it. */
    long end() {
        return start + size;
    }

    /**
     * The ranges that a heap's nodes name, ascending, apart from each other. One that lies in
     * another is left out: some versions list a part of a range beside it.
     */
    static List<PageRange> of(List<PageNode> nodes, Report report) {
        List<PageRange> named = new ArrayList<>();
        for (PageNode node : nodes) {
            if (node.hasPages()) {
                named.add(new PageRange(node.block(), node.size()));
            } else {
                report.tell(
                        PageHeapRule.RANGE,
                        node.address(),
                        "range of node " + Addresses.hex(node.address()) + " has no whole pages",
                        "whole pages",
                        Addresses.hex(node.block()) + ", " + Addresses.hex(node.size()) + " bytes");
            }
        }
        named.sort(ORDER);
        List<PageRange> apart = new ArrayList<>();
        for (PageRange range : named) {
            PageRange before = apart.isEmpty() ? null : apart.getLast();
            if (before == null || Long.compareUnsigned(before.end(), range.start) <= 0) {
                apart.add(range);
            } else if (Long.compareUnsigned(range.end(), before.end()) > 0) {
                report.tell(
                        PageHeapRule.RANGE,
                        range.start,
                        "range " + Addresses.hex(range.start) + " lies across another one",
                        "behind " + Addresses.hex(before.end()),
                        "up to " + Addresses.hex(range.end()));
            }
        }
        return apart;
    }

    /**
     * Adds ranges for nodes that lie in none: as far as nodes follow each other.
     *
     * @param ranges ascending, apart from each other
     * @param nodes ascending
     */
    static List<PageRange> withNodes(List<PageRange> ranges, List<PageNode> nodes) {
        List<PageRange> all = new ArrayList<>(ranges);
        PageRange grown = new PageRange(0, 0);
        int passed = 0;
        for (PageNode node : nodes) {
            while (passed < ranges.size()
                    && Long.compareUnsigned(ranges.get(passed).end(), node.block()) <= 0) {
                passed++;
            }
            boolean known =
                    passed < ranges.size()
                            && Long.compareUnsigned(ranges.get(passed).start, node.end()) < 0;
            if (known || Long.compareUnsigned(node.block(), grown.end()) < 0) {
                continue;
            }
            if (grown.size != 0 && node.block() == grown.end()) {
                all.removeLast();
                grown = new PageRange(grown.start, grown.size + node.size());
            } else {
                grown = new PageRange(node.block(), node.size());
            }
            all.add(grown);
        }
        all.sort(ORDER);
        return all;
    }
}
