package org.cairn.heap.windows.internal.show;

import org.cairn.heap.FieldValue;
import org.cairn.heap.windows.internal.layout.EntryFormat;
import org.cairn.heap.windows.internal.layout.Family;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.layout.VirtualFields;
import org.cairn.heap.windows.internal.memory.HeapHeader;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.heap.windows.internal.memory.UnusedBytes;
import org.cairn.memory.Addresses;

import java.util.ArrayList;
import java.util.List;

/** Shows the header of one block: bytes as they are in memory, values as they are decoded. */
public final class HeaderFields {
    private final HeapMemory memory;
    private final HeapLayout layout;
    private final EntryFormat entry;
    private final HeapHeader heap;
    private final List<FieldValue> fields = new ArrayList<>();

    private HeaderFields(HeapMemory memory, HeapHeader heap) {
        this.memory = memory;
        this.layout = memory.layout();
        this.entry = layout.entry();
        this.heap = heap;
    }

    /**
     * Shows an entry of a segment.
     *
     * @param memory of the process
     * @param heap that the entry belongs to
     * @param at address of the entry
     * @return its fields, empty when its header is absent
     */
    public static List<FieldValue> ofEntry(HeapMemory memory, HeapHeader heap, long at) {
        HeaderFields shown = new HeaderFields(memory, heap);
        if (heap.readable() && memory.hasHeader(at)) {
            shown.entry(at, memory.rawHeader() ^ heap.key());
        }
        return shown.fields;
    }

    /**
     * Shows the header of a virtual block.
     *
     * @param memory of the process
     * @param heap that the block belongs to
     * @param at address of the block
     * @return its fields, empty when its header is absent
     */
    public static List<FieldValue> ofVirtualBlock(HeapMemory memory, HeapHeader heap, long at) {
        HeaderFields shown = new HeaderFields(memory, heap);
        if (heap.readable() && memory.isPresent(at, memory.layout().virtualBlock().bytes())) {
            shown.virtualBlock(at);
        }
        return shown.fields;
    }

    private void entry(long at, long header) {
        if (entry.compact() != 0) {
            add("PreviousBlockPrivateData", at, entry.compact(), pointer(at));
        }
        boolean busy = entry.isBusy(header);
        compact(at, header, units(entry.units(header)), busy ? unused(at, header) : "", false);
        if (!busy) {
            link("FreeList.Flink", at + layout.freeLink());
            link("FreeList.Blink", at + layout.freeLink() + layout.blink());
        }
    }

    private void virtualBlock(long at) {
        VirtualFields block = layout.virtualBlock();
        link("Entry.Flink", at);
        link("Entry.Blink", at + layout.blink());
        long commit = memory.pointer(at + block.commitSize(), 0);
        long reserve = memory.pointer(at + block.reserveSize(), 0);
        add("CommitSize", at + block.commitSize(), layout.pointerSize(), bytes(commit));
        add("ReserveSize", at + block.reserveSize(), layout.pointerSize(), bytes(reserve));
        long busyBlock = at + block.busyBlock();
        if (memory.hasHeader(busyBlock)) {
            long header = memory.rawHeader() ^ heap.key();
            int unused = entry.units(header);
            compact(
                    busyBlock,
                    header,
                    Addresses.hex(unused) + " bytes unused, requested " + bytes(commit - unused),
                    "",
                    true);
        }
    }

    private void compact(long at, long header, String size, String unused, boolean virtual) {
        boolean old = layout.family() == Family.NT5;
        field("Size", at, entry.size(), Short.BYTES, size);
        field(
                "Flags",
                at,
                entry.flags(),
                1,
                EntryFlags.text(entry.flags(header), layout.family(), virtual));
        field("SmallTagIndex", at, entry.smallTagIndex(), 1, tag(header));
        field(
                "PreviousSize",
                at,
                entry.previousSize(),
                Short.BYTES,
                units(entry.previousUnits(header)));
        field(
                old ? "SegmentIndex" : "SegmentOffset",
                at,
                entry.segment(),
                1,
                Addresses.hex(entry.segmentByte(header)));
        field(
                "UnusedBytes",
                at,
                entry.unusedBytes(),
                1,
                Addresses.hex(entry.unusedBytes(header)) + unused);
    }

    private String unused(long at, long header) {
        long requested = entry.bytes(header) - UnusedBytes.of(memory, at, header);
        return " of " + Addresses.hex(entry.bytes(header)) + ", requested " + bytes(requested);
    }

    private String tag(long header) {
        String value = Addresses.hex(entry.smallTagIndex(header));
        if (!heap.checked()) {
            return value;
        }
        return heap.checksumHolds(entry, header)
                ? value + " (checksum holds)"
                : value + " (checksum fails: " + Addresses.hex(entry.checksum(header)) + ")";
    }

    private String units(int units) {
        return Addresses.hex(units) + " units = " + bytes((long) units << entry.unitShift());
    }

    private static String bytes(long count) {
        return Addresses.hex(count) + " bytes (" + Long.toUnsignedString(count) + ")";
    }

    private String pointer(long at) {
        return memory.isPresent(at, layout.pointerSize())
                ? Addresses.hex(memory.pointer(at, 0))
                : "absent";
    }

    private void link(String name, long at) {
        add(name, at, layout.pointerSize(), pointer(at));
    }

    private void field(String name, long at, int shift, int size, String value) {
        add(name, at + entry.compact() + shift / Byte.SIZE, size, value);
    }

    private void add(String name, long address, int size, String value) {
        fields.add(new FieldValue(name, address, size, memory.hex(address, size), value));
    }
}
