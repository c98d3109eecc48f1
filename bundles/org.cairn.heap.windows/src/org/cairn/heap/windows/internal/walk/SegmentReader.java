package org.cairn.heap.windows.internal.walk;

import org.cairn.dump.DumpRegion;
import org.cairn.heap.windows.internal.layout.Family;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.layout.SegmentFields;
import org.cairn.heap.windows.internal.memory.HeapHeader;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.heap.windows.internal.memory.LinkedNodes;
import org.cairn.heap.windows.internal.memory.LinkedNodes.Fault;
import org.cairn.heap.windows.internal.memory.LongList;
import org.cairn.memory.Addresses;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads the segments of a heap and checks their headers. */
final class SegmentReader {
    /** Bounds the time for segments in made-up dumps; 256 GiB of the largest segments. */
    private static final int MAX_SEGMENTS = 1 << 14;

    /**
     * The farthest that a segment of Vista and later can reach: the byte {@code SegmentOffset}
     * counts 64-KiB units from 1.
     */
    private static final long MAX_BYTES = 0xffL * HeapLayout.RESERVATION;

    private final HeapMemory memory;
    private final HeapLayout layout;
    private final HeapHeader heap;
    private final List<DumpRegion> regions;
    private final HeapCounts counts;
    private final Report report;
    private final RangeReader ranges;
    private boolean complete = true;

    SegmentReader(
            HeapMemory memory,
            HeapHeader heap,
            List<DumpRegion> regions,
            HeapCounts counts,
            Report report) {
        this.memory = memory;
        this.layout = memory.layout();
        this.heap = heap;
        this.regions = regions;
        this.counts = counts;
        this.report = report;
        this.ranges = new RangeReader(memory, report);
    }

    /** The segments that can be walked, in the heap's order. */
    List<Segment> read() {
        List<Segment> segments = new ArrayList<>();
        int index = 0;
        for (long address : layout.family() == Family.NT6 ? list() : array()) {
            if (address != 0) {
                add(segments, segment(index, address));
            }
            index++;
        }
        return segments;
    }

    private void add(List<Segment> segments, Segment segment) {
        if (Long.compareUnsigned(segment.base(), segment.end()) >= 0) {
            return;
        }
        for (Segment other : segments) {
            if (segment.overlaps(other)) {
                report.tell(
                        Rule.SEGMENT,
                        segment.base(),
                        "segment " + Addresses.hex(segment.base()) + " lies across another one",
                        "behind " + Addresses.hex(other.end()),
                        "up to " + Addresses.hex(segment.end()));
                return;
            }
        }
        segments.add(segment);
    }

    /** Whether no segment of the heap is missing; to be called after {@link #read}. */
    boolean isComplete() {
        return complete;
    }

    private Iterable<Long> list() {
        LongList nodes = new LongList();
        LinkedNodes list = new LinkedNodes(memory, layout.pointerSize());
        list.walk(heap.address() + layout.heap().segmentList(), (node, forward) -> nodes.add(node));
        if (list.fault() instanceof Fault fault) {
            report.tell(Rule.LIST, Rule.ABSENT, "list of segments", fault);
        }
        complete = list.isComplete();
        Set<Long> addresses = new LinkedHashSet<>();
        addresses.add(heap.address());
        for (int i = 0; i < Math.min(nodes.size(), MAX_SEGMENTS); i++) {
            long address = nodes.get(i) - layout.segment().listEntry();
            if ((address & HeapLayout.RESERVATION - 1) == 0) {
                addresses.add(address);
            }
        }
        return addresses;
    }

    private Iterable<Long> array() {
        Set<Long> seen = new LinkedHashSet<>();
        List<Long> addresses = new ArrayList<>();
        long array = heap.address() + layout.heap().segments();
        for (int i = 0; i < HeapLayout.MAX_SEGMENTS; i++) {
            long slot = array + (long) i * layout.pointerSize();
            long address = memory.pointer(slot, 0);
            complete &= memory.isPresent(slot, layout.pointerSize());
            if (address != 0 && !seen.add(address)) {
                report.tell(
                        Rule.SEGMENT, slot, Addresses.hex(address) + " is listed a second time");
                address = 0;
            }
            addresses.add(address);
        }
        return addresses;
    }

    private Segment segment(int index, long address) {
        boolean main = layout.family() == Family.NT5 ? index == 0 : address == heap.address();
        long base = main ? heap.address() : address;
        SegmentFields fields = layout.segment();
        if (!memory.isPresent(address, fields.bytes())) {
            report.tell(
                    Rule.ABSENT,
                    address,
                    "header of segment " + Addresses.hex(address) + " is absent",
                    "",
                    memory.absence().label());
            return new Segment(index, base, base, farthest(base), main, false, List.of());
        }
        check(address, fields.signature(), SegmentFields.SIGNATURE & 0xffff_ffffL);
        checkPointer(address, fields.heap(), heap.address(), "Heap");
        checkPointer(address, fields.baseAddress(), base, "BaseAddress");
        long pages = memory.u32(address + fields.numberOfPages(), 0);
        long first = memory.pointer(address + fields.firstEntry(), 0);
        long end = memory.pointer(address + fields.lastValidEntry(), 0);
        long expectedEnd = base + pages * HeapLayout.PAGE;
        if (end != expectedEnd) {
            report.tell(
                    Rule.SEGMENT,
                    address + fields.lastValidEntry(),
                    "segment "
                            + Addresses.hex(address)
                            + ": LastValidEntry is not the end of its NumberOfPages",
                    Addresses.hex(expectedEnd),
                    Addresses.hex(end));
            end = isBehind(end, base) ? end : expectedEnd;
        }
        if (!isBehind(first, base) || Long.compareUnsigned(first, end) > 0) {
            report.tell(
                    Rule.SEGMENT,
                    address + fields.firstEntry(),
                    "segment "
                            + Addresses.hex(address)
                            + ": FirstEntry lies outside of the segment",
                    "within " + Addresses.hex(base) + " and " + Addresses.hex(end),
                    Addresses.hex(first));
            first = base;
        }
        List<Range> uncommitted = ranges.read(address, first, end);
        if (ranges.isComplete()) {
            counts.segment(address, uncommitted);
        }
        return new Segment(index, base, first, end, main, true, uncommitted);
    }

    private static boolean isBehind(long address, long base) {
        return Long.compareUnsigned(address, base) > 0;
    }

    private void check(long address, int signature, long expected) {
        long actual = memory.u32(address + signature, 0);
        if (actual != expected) {
            report.tell(
                    Rule.SEGMENT,
                    address + signature,
                    "segment " + Addresses.hex(address) + " has no segment signature",
                    Addresses.hex(expected),
                    Addresses.hex(actual));
        }
    }

    private void checkPointer(long address, int field, long expected, String name) {
        long actual = memory.pointer(address + field, 0);
        if (actual != expected) {
            report.tell(
                    Rule.SEGMENT,
                    address + field,
                    "segment " + Addresses.hex(address) + ": wrong " + name,
                    Addresses.hex(expected),
                    Addresses.hex(actual));
        }
    }

    /** The end of the reservation that a segment without a header is in, as far as is known. */
    private long farthest(long base) {
        long end = base;
        for (DumpRegion region : regions) {
            if (region.allocationBase() == base && isBehind(region.last(), end)) {
                end = region.last() + 1;
            }
        }
        if (end == base) {
            boolean counted = heap.totalReserved() != HeapHeader.UNKNOWN;
            long reserved = counted ? heap.totalReserved() : MAX_BYTES;
            end = base + (Long.compareUnsigned(reserved, MAX_BYTES) < 0 ? reserved : MAX_BYTES);
        }
        return end;
    }
}
