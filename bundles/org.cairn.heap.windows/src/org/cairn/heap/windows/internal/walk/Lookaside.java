package org.cairn.heap.windows.internal.walk;

import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.layout.LookasideFields;
import org.cairn.heap.windows.internal.memory.HeapHeader;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.heap.windows.internal.memory.LongList;
import org.cairn.heap.windows.internal.memory.SlistHeader;
import org.cairn.heap.windows.internal.memory.SortedAddresses;
import org.cairn.memory.Addresses;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the lookaside lists of XP and 2003: list <em>n</em> holds back freed blocks of <em>n</em>
 * units, whose headers go on saying busy. The blocks are chained through the first word of their
 * data.
 */
final class Lookaside {
    /** The depth of an SLIST has 16 bits. */
    private static final int MAX_DEPTH = 1 << 16;

    private final HeapMemory memory;
    private final HeapLayout layout;
    private final List<Segment> segments;
    private final Report report;
    private final LongList entries = new LongList();

    private Lookaside(HeapMemory memory, List<Segment> segments, Report report) {
        this.memory = memory;
        this.layout = memory.layout();
        this.segments = segments;
        this.report = report;
    }

    /**
     * The entries that wait on the lists of a heap.
     *
     * @param segments all of the heap, or none when they are not known
     */
    static SortedAddresses read(
            HeapMemory memory, HeapHeader heap, List<Segment> segments, Report report) {
        if (memory.layout().lookaside().equals(LookasideFields.NONE)
                || heap.frontEndHeapType() != HeapHeader.LOOKASIDE
                || heap.frontEndHeap() == 0) {
            return SortedAddresses.EMPTY;
        }
        Lookaside reader = new Lookaside(memory, segments, report);
        int bytes = memory.layout().lookaside().bytes();
        for (int i = 0; i < HeapLayout.FREE_LISTS; i++) {
            if (!reader.list(heap.frontEndHeap() + (long) i * bytes, i)) {
                break;
            }
        }
        return SortedAddresses.of(reader.entries);
    }

    /** Reads one list; returns whether its head is there. */
    private boolean list(long address, int units) {
        LookasideFields fields = layout.lookaside();
        if (!memory.isPresent(address, fields.bytes())) {
            report.tell(
                    Rule.ABSENT,
                    address,
                    "lookaside list " + units + " of the front end is absent",
                    "",
                    memory.absence().label());
            return false;
        }
        SlistHeader head = SlistHeader.read(memory, address + fields.listHead());
        int maximum = memory.u16(address + fields.maximumDepth(), 0);
        if (head.depth() > maximum) {
            report.tell(
                    Rule.LOOKASIDE,
                    address,
                    "lookaside list " + units + " is longer than its MaximumDepth",
                    "at most " + maximum,
                    Integer.toString(head.depth()));
        }
        follow(address, head, units);
        return true;
    }

    private void follow(long address, SlistHeader head, int units) {
        Set<Long> seen = new HashSet<>();
        long link = address + layout.lookaside().listHead();
        long data = head.next();
        while (data != 0 && seen.size() < MAX_DEPTH) {
            long entry = data - layout.unit();
            if (isOutside(entry)) {
                report.tell(
                        Rule.LOOKASIDE,
                        link,
                        "lookaside list " + units + " leads out of the heap",
                        "a block of the heap, or 0",
                        Addresses.hex(data));
                return;
            }
            if (!memory.hasHeader(entry)) {
                report.tell(
                        Rule.ABSENT,
                        address,
                        "lookaside list "
                                + units
                                + " leads to absent memory at "
                                + Addresses.hex(data),
                        "",
                        memory.absence().label());
                return;
            }
            int actual = layout.entry().units(memory.rawHeader());
            if (actual != units) {
                report.tell(
                        Rule.LOOKASIDE,
                        entry,
                        "lookaside list " + units + " holds a block of another size",
                        "Size " + Addresses.hex(units),
                        "Size " + Addresses.hex(actual));
                return;
            }
            if (!seen.add(entry)) {
                report.tell(
                        Rule.DOUBLE_FREE,
                        entry,
                        "lookaside list "
                                + units
                                + " holds block "
                                + Addresses.hex(data)
                                + " twice: freed twice");
                return;
            }
            entries.add(entry);
            link = data;
            data = memory.pointer(data, 0);
        }
    }

    private boolean isOutside(long entry) {
        for (Segment segment : segments) {
            if (Long.compareUnsigned(entry, segment.base()) >= 0
                    && Long.compareUnsigned(entry, segment.end()) < 0) {
                return false;
            }
        }
        return !segments.isEmpty();
    }
}
