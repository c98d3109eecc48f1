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
import org.cairn.heap.windows.internal.memory.SortedAddresses;
import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;
import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
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

    /** What is wrong with the list of segments; told behind the absent header it may lead to. */
    private @Nullable Fault fault;

    private boolean complete = true;
    private boolean ranged = true;

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

    /**
     * The segments that can be walked, in the heap's order. One whose header is absent ends where
     * anything else of the heap begins.
     *
     * @param blocks where virtual blocks begin
     * @param progress tells of cancellation
     */
    List<Segment> read(SortedAddresses blocks, Progress progress) {
        List<Segment> all = new ArrayList<>();
        int index = 0;
        for (long address : layout.family() == Family.NT6 ? list(progress) : array()) {
            if (address != 0) {
                all.add(segment(index, address));
            }
            index++;
        }
        List<Segment> segments = new ArrayList<>();
        all.stream().filter(Segment::known).forEach(segment -> add(segments, segment));
        SortedAddresses others = bases(all).and(blocks);
        for (Segment segment : all) {
            if (!segment.known()) {
                add(segments, segment.before(others));
            }
        }
        segments.sort(Comparator.comparingInt(Segment::index));
        if (fault instanceof Fault broken) {
            report.tell(Rule.LIST, Rule.ABSENT, "list of segments", broken);
        }
        return segments;
    }

    private static SortedAddresses bases(List<Segment> segments) {
        LongList bases = new LongList();
        segments.forEach(segment -> bases.add(segment.base()));
        return SortedAddresses.of(bases);
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

    /** Whether every uncommitted range of these segments is known. */
    boolean isRanged() {
        return ranged;
    }

    private Iterable<Long> list(Progress progress) {
        LongList nodes = new LongList();
        LinkedNodes list = new LinkedNodes(memory, layout.pointerSize());
        list.walk(heap.address() + layout.heap().segmentList(), (node, forward) -> nodes.add(node));
        fault = list.fault();
        complete = list.isComplete();
        Set<Long> addresses = new LinkedHashSet<>();
        addresses.add(heap.address());
        for (int i = 0; i < Math.min(nodes.size(), MAX_SEGMENTS); i++) {
            long address = nodes.get(i) - layout.segment().listEntry();
            if ((address & HeapLayout.RESERVATION - 1) == 0) {
                addresses.add(address);
            }
        }
        LostSegments lost = new LostSegments(memory, heap, addresses);
        long found = lost.find(MAX_SEGMENTS, progress);
        if (found != 0 && list.fault() == null) {
            lost.tell(found, report);
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
            } else if (i > 0 && (address & HeapLayout.PAGE - 1) != 0) {
                report.tell(
                        Rule.SEGMENT,
                        slot,
                        "segment " + i + " does not lie where one can begin",
                        "a multiple of " + Addresses.hex(HeapLayout.PAGE),
                        Addresses.hex(address));
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
        long end = end(address, base);
        long first = first(address, base, end);
        List<Range> uncommitted = ranges.read(address, first, end);
        ranged &= ranges.isComplete();
        if (ranges.isComplete()) {
            counts.segment(address, uncommitted);
        }
        return new Segment(index, base, first, end, main, true, uncommitted);
    }

    /**
     * The end of a segment: {@code LastValidEntry}, which {@code NumberOfPages} must agree with;
     * where it does not, the one that its reservation allows, of two the later one.
     */
    private long end(long address, long base) {
        SegmentFields fields = layout.segment();
        long pages = memory.u32(address + fields.numberOfPages(), 0);
        long last = memory.pointer(address + fields.lastValidEntry(), 0);
        long counted = base + pages * HeapLayout.PAGE;
        if (last == counted) {
            return last;
        }
        long reserved = reservedEnd(base);
        boolean lastFits = fits(last, base, reserved);
        boolean later =
                reserved == base || !fits(counted, base, reserved) || isBehind(last, counted);
        if (lastFits && later) {
            report.tell(
                    Rule.SEGMENT,
                    address + fields.numberOfPages(),
                    "segment " + Addresses.hex(address) + ": wrong NumberOfPages",
                    Addresses.hex((last - base) / HeapLayout.PAGE),
                    Addresses.hex(pages));
            return last;
        }
        report.tell(
                Rule.SEGMENT,
                address + fields.lastValidEntry(),
                "segment "
                        + Addresses.hex(address)
                        + ": LastValidEntry is not the end of its NumberOfPages",
                Addresses.hex(counted),
                Addresses.hex(last));
        return reserved == base || fits(counted, base, reserved) ? counted : reserved;
    }

    /** Whether a segment can end at an address; a reservation may be unknown. */
    private static boolean fits(long end, long base, long reserved) {
        return (end & HeapLayout.PAGE - 1) == 0
                && isBehind(end, base)
                && (reserved == base || Long.compareUnsigned(end, reserved) <= 0);
    }

    /**
     * The first entry behind the headers: {@code FirstEntry}, where the entry of the segment's
     * header must end. When they differ, the one is taken that leads back to that entry.
     */
    private long first(long address, long base, long end) {
        long field = address + layout.segment().firstEntry();
        long first = memory.pointer(field, 0);
        boolean within = isBehind(first, base) && Long.compareUnsigned(first, end) <= 0;
        long own = address + bytes(address);
        boolean better =
                own != first
                        && isBehind(own, address)
                        && isBehind(end, own)
                        && leadsBack(own, address);
        if (within && (!better || leadsBack(first, address))) {
            return first;
        }
        report.tell(
                Rule.SEGMENT,
                field,
                "segment " + Addresses.hex(address) + ": wrong FirstEntry",
                better
                        ? Addresses.hex(own)
                        : "within " + Addresses.hex(base) + " and " + Addresses.hex(end),
                Addresses.hex(first));
        return better ? own : base;
    }

    /** The length of an entry with a good header, else 0. */
    private long bytes(long at) {
        if (!heap.readable() || !memory.hasHeader(at)) {
            return 0;
        }
        long header = memory.rawHeader() ^ heap.key();
        return heap.checksumHolds(layout.entry(), header) ? layout.entry().bytes(header) : 0;
    }

    /** Whether the entry at an address follows another one. */
    private boolean leadsBack(long at, long before) {
        if (!heap.readable() || (at & layout.unit() - 1) != 0 || !memory.hasHeader(at)) {
            return false;
        }
        long header = memory.rawHeader() ^ heap.key();
        return heap.checksumHolds(layout.entry(), header)
                && (long) layout.entry().previousUnits(header) << layout.entry().unitShift()
                        == at - before;
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
        long end = reservedEnd(base);
        if (end == base) {
            boolean known = heap.totalReserved() != HeapHeader.UNKNOWN;
            long reserved = known ? heap.totalReserved() : MAX_BYTES;
            end = base + (Long.compareUnsigned(reserved, MAX_BYTES) < 0 ? reserved : MAX_BYTES);
        }
        return end;
    }

    /** The end of a reservation; its base when nobody describes it. */
    private long reservedEnd(long base) {
        long end = base;
        for (DumpRegion region : regions) {
            if (region.allocationBase() == base && isBehind(region.last(), end)) {
                end = region.last() + 1;
            }
        }
        return end;
    }
}
