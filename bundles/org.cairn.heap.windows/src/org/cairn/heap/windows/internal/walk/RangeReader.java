package org.cairn.heap.windows.internal.walk;

import org.cairn.heap.windows.internal.layout.Family;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.layout.RangeFields;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.heap.windows.internal.memory.LinkedNodes;
import org.cairn.heap.windows.internal.memory.LinkedNodes.Fault;
import org.cairn.heap.windows.internal.memory.LongList;
import org.cairn.memory.Addresses;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the uncommitted ranges of a segment. */
final class RangeReader {
    /** Bounds the memory for ranges in made-up dumps: 4 GiB of alternating pages. */
    private static final int MAX_RANGES = 1 << 19;

    private final HeapMemory memory;
    private final HeapLayout layout;
    private final Report report;
    private boolean complete;

    RangeReader(HeapMemory memory, Report report) {
        this.memory = memory;
        this.layout = memory.layout();
        this.report = report;
    }

    /**
     * Reads the ranges.
     *
     * @param header address of {@code _HEAP_SEGMENT}
     * @param first first address behind the segment's headers
     * @param end of the segment
     * @return the ranges that lie in the segment, ascending
     */
    List<Range> read(long header, long first, long end) {
        complete = true;
        LongList nodes = new LongList();
        long head = header + layout.segment().ranges();
        if (layout.family() == Family.NT5) {
            chain(head, nodes);
        } else {
            list(head, nodes);
        }
        List<Range> ranges = new ArrayList<>();
        for (int i = 0; i < Math.min(nodes.size(), MAX_RANGES); i++) {
            if (!memory.isPresent(nodes.get(i), layout.range().bytes())) {
                complete = false;
                continue;
            }
            Range range = range(nodes.get(i));
            if (isInside(range, first, end)) {
                ranges.add(range);
            } else {
                tell(nodes.get(i), range, "lies outside of its segment", first, end);
            }
        }
        ranges.sort((a, b) -> Long.compareUnsigned(a.start(), b.start()));
        return apart(ranges);
    }

    /** Whether nothing was wrong with the ranges read last, and none was missing. */
    boolean isComplete() {
        return complete;
    }

    private void list(long head, LongList nodes) {
        LinkedNodes list = new LinkedNodes(memory, layout.pointerSize());
        list.walk(head, (node, forward) -> nodes.add(node - layout.range().link()));
        if (list.fault() instanceof Fault fault) {
            complete = false;
            report.tell(Rule.LIST, Rule.ABSENT, "list of uncommitted ranges", fault);
        }
    }

    private void chain(long head, LongList nodes) {
        Set<Long> seen = new HashSet<>();
        long link = head;
        long node = memory.pointer(link, 0);
        while (node != 0 && seen.size() < MAX_RANGES) {
            if (!memory.isPresent(node, layout.range().bytes())) {
                complete = false;
                report.tell(
                        Rule.ABSENT,
                        link,
                        "chain of uncommitted ranges: link leads to absent memory at "
                                + Addresses.hex(node),
                        "",
                        memory.absence().label());
                return;
            }
            if (!seen.add(node)) {
                complete = false;
                report.tell(
                        Rule.LIST,
                        link,
                        "chain of uncommitted ranges leads back to " + Addresses.hex(node));
                return;
            }
            nodes.add(node);
            link = node + layout.range().link();
            node = memory.pointer(link, 0);
        }
    }

    private Range range(long node) {
        RangeFields fields = layout.range();
        return new Range(
                memory.pointer(node + fields.address(), 0),
                memory.pointer(node + fields.size(), 0));
    }

    private static boolean isInside(Range range, long first, long end) {
        return ((range.start() | range.size()) & HeapLayout.PAGE - 1) == 0
                && Long.compareUnsigned(range.start(), first) >= 0
                && Long.compareUnsigned(range.start(), end) <= 0
                && Long.compareUnsigned(range.size(), end - range.start()) <= 0;
    }

    private List<Range> apart(List<Range> sorted) {
        List<Range> result = new ArrayList<>();
        for (Range range : sorted) {
            Range before = result.isEmpty() ? null : result.getLast();
            if (before == null || Long.compareUnsigned(before.end(), range.start()) <= 0) {
                result.add(range);
            } else {
                tell(range.start(), range, "lies across another one", before.end(), range.end());
            }
        }
        return result;
    }

    private void tell(long address, Range range, String what, long from, long to) {
        complete = false;
        report.tell(
                Rule.RANGE,
                address,
                "uncommitted range "
                        + Addresses.hex(range.start())
                        + " of "
                        + Addresses.hex(range.size())
                        + " bytes "
                        + what,
                "within " + Addresses.hex(from) + " and " + Addresses.hex(to),
                Addresses.hex(range.start()) + " to " + Addresses.hex(range.end()));
    }
}
