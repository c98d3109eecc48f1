package org.cairn.heap.windows.internal.walk;

import org.cairn.heap.windows.internal.layout.Family;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.layout.RangeFields;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.heap.windows.internal.memory.LinkedNodes;
import org.cairn.heap.windows.internal.memory.LinkedNodes.Fault;
import org.cairn.heap.windows.internal.memory.LongList;
import org.cairn.memory.Addresses;
import org.cairn.memory.Run;

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
        List<Placed> ranges = new ArrayList<>();
        for (int i = 0; i < Math.min(nodes.size(), MAX_RANGES); i++) {
            long node = nodes.get(i);
            if (!memory.isPresent(node, layout.range().bytes())) {
                complete = false;
                continue;
            }
            Range range = range(node);
            if (isInside(range, first, end)) {
                add(ranges, node, range);
            } else {
                tell(node, range, "lies outside of its segment", first, end);
            }
        }
        ranges.sort((a, b) -> Long.compareUnsigned(a.range().start(), b.range().start()));
        return apart(ranges);
    }

    /**
     * A range and where it is described.
     *
     * @param node address of its descriptor
     * @param range what it says
     */
    private record Placed(long node, Range range) {}

    /**
     * Takes a range without the pages at both ends that are in the dump: these are committed. Where
     * all of it is, it says nothing of the pages: a heap in a shared section of a dump of 7 SP1 has
     * memory for its whole reservation.
     */
    private void add(List<Placed> ranges, long node, Range range) {
        Range bare = bare(range);
        if (bare.size() == 0) {
            bare = range;
        }
        if (bare.size() != range.size()) {
            tell(
                    node,
                    range,
                    "covers pages that are in the dump, thus committed",
                    bare.start(),
                    bare.end());
        }
        ranges.add(new Placed(node, bare));
    }

    private Range bare(Range range) {
        long start = range.start();
        long end = range.end();
        while (start != end && memory.space().runAt(start) instanceof Run.Mapped run) {
            long behind = run.last() + 1 & -HeapLayout.PAGE;
            if (behind - start <= 0) {
                break;
            }
            start += Math.min(behind - start, end - start);
        }
        while (start != end && memory.space().runAt(end - 1) instanceof Run.Mapped run) {
            long before = run.start() + HeapLayout.PAGE - 1 & -HeapLayout.PAGE;
            if (end - before <= 0) {
                break;
            }
            end -= Math.min(end - before, end - start);
        }
        return new Range(start, end - start);
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

    private List<Range> apart(List<Placed> sorted) {
        List<Range> result = new ArrayList<>();
        for (Placed placed : sorted) {
            Range range = placed.range();
            Range before = result.isEmpty() ? null : result.getLast();
            if (before == null || Long.compareUnsigned(before.end(), range.start()) <= 0) {
                result.add(range);
            } else {
                tell(placed.node(), range, "lies across another one", before.end(), range.end());
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
