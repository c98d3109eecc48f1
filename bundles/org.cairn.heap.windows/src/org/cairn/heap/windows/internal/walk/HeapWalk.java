package org.cairn.heap.windows.internal.walk;

import org.cairn.dump.DumpRegion;
import org.cairn.heap.BlockSink;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.memory.HeapHeader;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.heap.windows.internal.memory.LongList;
import org.cairn.heap.windows.internal.memory.SortedAddresses;
import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;

import java.util.List;

/** Decodes one NT heap: its segments one after the other, then its virtual blocks. */
public final class HeapWalk {
    private final HeapMemory memory;
    private final List<DumpRegion> regions;
    private final Progress progress;
    private final BlockSink sink;
    private final Report report;
    private final HeapHeader heap;
    private final FrontEnd front;
    private final HeapCounts counts;

    /**
     * Prepares for a heap.
     *
     * @param space memory of the process
     * @param layout of the heap
     * @param heap what its header says
     * @param source makes the front end that divides the heap's own blocks
     * @param regions of the process, as far as known
     * @param progress told of the bytes of segments; tells of cancellation
     * @param sink takes the blocks
     */
    public HeapWalk(
            AddressSpace space,
            HeapLayout layout,
            HeapHeader heap,
            FrontEnd.Source source,
            List<DumpRegion> regions,
            Progress progress,
            BlockSink sink) {
        this.memory = new HeapMemory(space, layout);
        this.regions = regions;
        this.progress = progress;
        this.sink = sink;
        this.report = new Report(sink, new HeapMemory(space, layout));
        this.heap = heap;
        this.front = source.of(memory, heap, sink, report);
        this.counts = new HeapCounts(new HeapMemory(space, layout), heap, report);
    }

    /** Reports every block. */
    public void run() {
        checkHeader();
        SegmentReader reader = new SegmentReader(memory, heap, regions, counts, report);
        VirtualNodes virtual = VirtualNodes.read(memory, heap);
        List<Segment> segments = reader.read(virtual.begins(), progress);
        if (heap.readable()) {
            walk(segments, virtual, reader.isComplete(), reader.isRanged());
        } else {
            report.tell(
                    Rule.ABSENT,
                    heap.address(),
                    "_HEAP.Encoding is absent: headers of heap "
                            + Addresses.hex(heap.address())
                            + " cannot be decoded");
            for (Segment segment : segments) {
                begin(segment);
                sink.gap(segment.base(), segment.size(), Absence.NOT_CAPTURED);
            }
        }
        report.close(heap.address());
    }

    private void walk(List<Segment> segments, VirtualNodes virtual, boolean whole, boolean ranged) {
        if (counts.isLocked()) {
            report.doubt(Rule.IN_TRANSITION);
        }
        FreeLists lists = new FreeLists(memory, heap, report, progress);
        FreeTally free =
                new FreeTally(new HeapMemory(memory.space(), memory.layout()), heap, lists, report);
        List<Segment> reliable = whole ? segments : List.of();
        HeapHeader mended = new LookasideTable(memory, heap, reliable, report).mended();
        SortedAddresses cached = Lookaside.read(memory, mended, reliable, report);
        SortedAddresses containers =
                front.prepare(
                        segments.stream()
                                .map(segment -> new Range(segment.base(), segment.size()))
                                .toList(),
                        progress);
        EntrySink entries =
                new EntrySink(memory, mended, sink, report, lists, free, cached, front, containers);
        boolean complete = true;
        progress.total(segments.stream().mapToLong(Segment::size).sum());
        for (Segment segment : segments) {
            begin(segment);
            complete &=
                    new SegmentWalk(
                                    memory, heap, segment, ranged, lists, entries, sink, report,
                                    progress)
                            .walk();
            progress.step(segment.size());
        }
        new VirtualBlocks(memory, heap, new Allocations(regions), sink, entries.kinds(), report)
                .walk(virtual, extents(segments));
        boolean same = free.compare(whole ? Extents.everywhere() : extents(segments));
        if (whole) {
            counts.heap(segments, ranged);
        }
        if (complete && whole && same) {
            compareTotal(free.units());
            new FreeIndex(memory, heap, free, lists, report).check();
        }
        front.close();
        if (heap.frontEndHeapType() == HeapHeader.LFH && front == FrontEnd.NONE) {
            report.tell(
                    Rule.LFH,
                    heap.frontEndHeap(),
                    "no table describes the LFH of this version: blocks inside its containers"
                            + " are not listed");
        }
    }

    private static Extents extents(List<Segment> segments) {
        LongList starts = new LongList();
        LongList ends = new LongList();
        for (Segment segment : segments) {
            starts.add(segment.base());
            ends.add(segment.end());
        }
        return Extents.of(starts, ends);
    }

    private void begin(Segment segment) {
        sink.segment(
                segment.base(),
                segment.size(),
                segment.known() ? "segment" : "segment of unknown size");
    }

    private void checkHeader() {
        HeapLayout layout = memory.layout();
        long at = heap.address() + layout.heap().signature();
        long expected = Integer.toUnsignedLong(layout.family().signature());
        long actual = memory.u32(at, expected);
        if (actual != expected) {
            report.tell(
                    Rule.HEAP,
                    at,
                    "heap " + Addresses.hex(heap.address()) + " has no heap signature",
                    Addresses.hex(expected),
                    Addresses.hex(actual));
        }
        checkEncoding();
    }

    /** Tells when headers are decoded by another value than that of the heap's own fields. */
    private void checkEncoding() {
        HeapLayout layout = memory.layout();
        if (!heap.checked() || !heap.readable()) {
            return;
        }
        long flags = heap.address() + layout.heap().encodeFlagMask();
        long mask = memory.u32(flags, HeapLayout.ENCODED);
        if ((mask & HeapLayout.ENCODED) == 0) {
            tellEncoding(flags, "EncodeFlagMask", HeapLayout.ENCODED, mask);
        }
        long encoding = heap.address() + layout.heap().encoding();
        if (memory.hasHeader(encoding) && memory.rawHeader() != heap.key()) {
            tellEncoding(
                    encoding + layout.entry().compact(),
                    "Encoding",
                    heap.key(),
                    memory.rawHeader());
        }
    }

    private void tellEncoding(long at, String field, long expected, long actual) {
        report.tell(
                Rule.HEAP,
                at,
                field
                        + " of heap "
                        + Addresses.hex(heap.address())
                        + " decodes none of its entries: they are decoded as most of them agree",
                Addresses.hex(expected),
                Addresses.hex(actual));
    }

    private void compareTotal(long freeUnits) {
        if (heap.totalFreeUnits() != HeapHeader.UNKNOWN && heap.totalFreeUnits() != freeUnits) {
            report.tell(
                    Rule.TOTAL_FREE,
                    heap.address() + memory.layout().heap().totalFreeSize(),
                    "free entries of heap "
                            + Addresses.hex(heap.address())
                            + " do not add up to TotalFreeSize",
                    Addresses.hex(heap.totalFreeUnits()) + " units",
                    Addresses.hex(freeUnits) + " units");
        }
    }
}
