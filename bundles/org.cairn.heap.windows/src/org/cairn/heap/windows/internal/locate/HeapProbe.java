package org.cairn.heap.windows.internal.locate;

import org.cairn.heap.windows.internal.layout.EntryFormat;
import org.cairn.heap.windows.internal.layout.Family;
import org.cairn.heap.windows.internal.layout.HeapFields;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.layout.SegmentFields;
import org.cairn.heap.windows.internal.memory.HeapHeader;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Addresses;

/**
 * Compares what stands at an address with one layout of {@code _HEAP}. The signatures and the
 * pointers back must fit; what the layouts differ in behind these (front end, counters) and the
 * first entries decide between layouts whose signature stands at the same offset. Values that are
 * absent count neither for nor against a layout.
 */
final class HeapProbe {
    private static final int MAX_FRONT_END = HeapHeader.LFH;

    /** The checks of {@link #extent} and {@link #entries}. */
    private static final int CONFIRMATIONS = 4;

    private final HeapMemory memory;
    private final HeapLayout layout;
    private final long address;
    private int score;
    private String misfit = "";
    private boolean fits = true;

    private HeapProbe(AddressSpace space, HeapLayout layout, long address) {
        this.memory = new HeapMemory(space, layout);
        this.layout = layout;
        this.address = address;
    }

    static LayoutFit probe(AddressSpace space, HeapLayout layout, long address) {
        HeapProbe probe = new HeapProbe(space, layout, address);
        probe.signatures();
        if (probe.fits) {
            probe.extent();
            probe.frontEnd();
            probe.counters();
            probe.entries();
        }
        return new LayoutFit(probe.fits, probe.score, probe.misfit);
    }

    /**
     * Compares all but the signatures: whether pointers back, extent and first entries show that
     * the system lists a heap here whose signatures are damaged.
     *
     * @return fits only when all of these are there and right; the misfit is a wrong signature
     */
    static LayoutFit probeUnsigned(AddressSpace space, HeapLayout layout, long address) {
        HeapProbe probe = new HeapProbe(space, layout, address);
        long segment = probe.firstSegment();
        probe.fits =
                probe.memory.isPresent(segment, layout.segment().bytes())
                        && probe.memory.hasHeader(address);
        if (probe.fits) {
            probe.pointersBack(segment);
        }
        if (probe.fits) {
            probe.extent();
            probe.entries();
            probe.fits = probe.misfit.isEmpty() && probe.score == CONFIRMATIONS;
            probe.frontEnd();
            probe.counters();
            probe.checkSignatures(segment);
        }
        return new LayoutFit(probe.fits, probe.score, probe.misfit);
    }

    private void checkSignatures(long segment) {
        HeapFields heap = layout.heap();
        check(
                memory.u32(address + heap.signature(), 0)
                        == Integer.toUnsignedLong(layout.family().signature()),
                "_HEAP.Signature at " + Addresses.hex(heap.signature()));
        SegmentFields fields = layout.segment();
        check(
                memory.u32(segment + fields.signature(), 0)
                        == Integer.toUnsignedLong(SegmentFields.SIGNATURE),
                "_HEAP_SEGMENT signature at " + Addresses.hex(fields.signature()));
    }

    private void signatures() {
        HeapFields heap = layout.heap();
        require(
                memory.u32(address + heap.signature(), 0),
                Integer.toUnsignedLong(layout.family().signature()),
                "_HEAP.Signature at " + Addresses.hex(heap.signature()));
        if (fits) {
            segment(firstSegment());
        }
    }

    /** The address of the first segment's header. */
    private long firstSegment() {
        return layout.family().startsWithSegment()
                ? address
                : memory.pointer(address + layout.heap().segments(), 0);
    }

    private void segment(long segment) {
        SegmentFields fields = layout.segment();
        if (segment != address && !memory.isPresent(segment, fields.bytes())) {
            return;
        }
        require(
                memory.u32(segment + fields.signature(), 0),
                Integer.toUnsignedLong(SegmentFields.SIGNATURE),
                "_HEAP_SEGMENT signature at " + Addresses.hex(fields.signature()));
        pointersBack(segment);
    }

    private void pointersBack(long segment) {
        SegmentFields fields = layout.segment();
        require(
                memory.pointer(segment + fields.heap(), 0),
                address,
                "_HEAP_SEGMENT.Heap at " + Addresses.hex(fields.heap()));
        require(
                memory.pointer(segment + fields.baseAddress(), 0),
                address,
                "_HEAP_SEGMENT.BaseAddress at " + Addresses.hex(fields.baseAddress()));
    }

    private void extent() {
        long segment = firstSegment();
        SegmentFields fields = layout.segment();
        if (!memory.isPresent(segment, fields.bytes())) {
            return;
        }
        long first = memory.pointer(segment + fields.firstEntry(), 0);
        long end = memory.pointer(segment + fields.lastValidEntry(), 0);
        long pages = memory.u32(segment + fields.numberOfPages(), 0);
        check(
                Long.compareUnsigned(address, first) < 0 && Long.compareUnsigned(first, end) <= 0,
                "FirstEntry and LastValidEntry");
        check(end - address == pages * HeapLayout.PAGE, "NumberOfPages");
    }

    private void frontEnd() {
        HeapFields heap = layout.heap();
        if (memory.isPresent(address + heap.frontEndHeapType(), 1)) {
            int type = memory.u8(address + heap.frontEndHeapType(), 0);
            long frontEnd = memory.pointer(address + heap.frontEndHeap(), 0);
            check(
                    type <= MAX_FRONT_END && type == 0 == (frontEnd == 0),
                    "FrontEndHeapType at " + Addresses.hex(heap.frontEndHeapType()));
        }
    }

    private void counters() {
        HeapFields heap = layout.heap();
        if (layout.family() == Family.NT6
                && memory.isPresent(address + heap.totalReserved(), layout.pointerSize())
                && memory.isPresent(address + heap.totalCommitted(), layout.pointerSize())) {
            long reserved = memory.pointer(address + heap.totalReserved(), 0);
            long committed = memory.pointer(address + heap.totalCommitted(), 0);
            long pages = memory.u32(address + layout.segment().numberOfPages(), 0);
            check(
                    (reserved & HeapLayout.PAGE - 1) == 0
                            && Long.compareUnsigned(reserved, pages * HeapLayout.PAGE) >= 0
                            && Long.compareUnsigned(committed, reserved) <= 0,
                    "Counters at " + Addresses.hex(heap.totalReserved()));
        }
    }

    /** The entry of {@code _HEAP} itself and the one behind it. */
    private void entries() {
        HeapHeader heap = HeapHeader.read(memory, address);
        EntryFormat entry = layout.entry();
        if (!heap.readable() || !memory.hasHeader(address)) {
            return;
        }
        long first = memory.rawHeader() ^ heap.key();
        boolean right =
                heap.checksumHolds(entry, first)
                        && entry.isBusy(first)
                        && entry.bytes(first) >= layout.segment().bytes();
        check(right, "entry of _HEAP");
        if (right && memory.hasHeader(address + entry.bytes(first))) {
            long second = memory.rawHeader() ^ heap.key();
            check(
                    heap.checksumHolds(entry, second)
                            && entry.previousUnits(second) == entry.units(first),
                    "entry behind _HEAP");
        }
    }

    private void require(long actual, long expected, String what) {
        if (fits && actual != expected) {
            fits = false;
            misfit = what + " is " + Addresses.hex(actual);
        }
    }

    private void check(boolean holds, String what) {
        score += holds ? 1 : -1;
        if (!holds && misfit.isEmpty()) {
            misfit = what + " does not fit";
        }
    }
}
