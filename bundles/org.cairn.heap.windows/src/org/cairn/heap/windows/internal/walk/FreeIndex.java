package org.cairn.heap.windows.internal.walk;

import org.cairn.heap.windows.internal.layout.EntryFormat;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.layout.IndexFields;
import org.cairn.heap.windows.internal.memory.HeapHeader;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.memory.Addresses;

/**
 * Compares the index of free entries of Vista and later, {@code _HEAP.BlocksIndex}, with the free
 * entries of a heap that was walked without a gap. Of one index only the first thing that is wrong
 * is told.
 */
final class FreeIndex {
    private static final int MAX_LOOKUPS = 8;
    private static final int MAX_SIZES = 1 << 16;

    private final HeapMemory memory;
    private final HeapLayout layout;
    private final IndexFields fields;
    private final HeapHeader heap;
    private final FreeTally free;
    private final FreeLists lists;
    private final Report report;

    FreeIndex(HeapMemory memory, HeapHeader heap, FreeTally free, FreeLists lists, Report report) {
        this.memory = memory;
        this.layout = memory.layout();
        this.fields = layout.checks().index();
        this.heap = heap;
        this.free = free;
        this.lists = lists;
        this.report = report;
    }

    void check() {
        if (layout.checks().blocksIndex() < 0) {
            return;
        }
        long lookup = memory.pointer(heap.address() + layout.checks().blocksIndex(), 0);
        for (int i = 0; i < MAX_LOOKUPS && lookup != 0; i++) {
            if (!memory.isPresent(lookup, fields.bytes())) {
                report.tell(
                        Rule.ABSENT,
                        lookup,
                        "index of free entries " + Addresses.hex(lookup) + " is absent",
                        "",
                        memory.absence().label());
                return;
            }
            long extended = memory.pointer(lookup + fields.extended(), 0);
            if (!check(lookup, extended == 0)) {
                return;
            }
            lookup = extended;
        }
    }

    private boolean check(long lookup, boolean last) {
        long head = memory.pointer(lookup + fields.listHead(), 0);
        long base = memory.u32(lookup + fields.baseIndex(), 0);
        long end = memory.u32(lookup + fields.arraySize(), 0);
        if (head != lists.head(0)) {
            return tell(lookup + fields.listHead(), "leads to another list", lists.head(0), head);
        }
        if (base >= end || end > MAX_SIZES) {
            return tell(lookup + fields.arraySize(), "has no plausible size", base + 1, end);
        }
        long counted = free.count((int) base, last ? MAX_SIZES : (int) end);
        long items = memory.u32(lookup + fields.itemCount(), counted);
        if (items != counted) {
            return tell(
                    lookup + fields.itemCount(),
                    "counts another number of free entries",
                    items,
                    counted);
        }
        return hints(lookup, (int) base, (int) end, last);
    }

    private boolean hints(long lookup, int base, int end, boolean last) {
        int words = memory.u32(lookup + fields.extraItem(), 0) == 0 ? 1 : 2;
        long hints = memory.pointer(lookup + fields.listHints(), 0);
        long bitmap = memory.pointer(lookup + fields.listsInUse(), 0);
        for (int i = 0; i < end - base; i++) {
            long slot = hints + (long) i * words * layout.pointerSize();
            if (!memory.isPresent(slot, layout.pointerSize())) {
                return true;
            }
            long hint = memory.pointer(slot, 0);
            boolean open = last && base + i == end - 1;
            long present = free.count(base + i, open ? MAX_SIZES : base + i + 1);
            if (hint == 0 != (present == 0)) {
                return tell(slot, "has a wrong hint for size " + (base + i), present, hint);
            }
            if (hint != 0 && !isHint(hint, base + i, open)) {
                return tell(slot, "has a hint that is no entry of this size", base + i, hint);
            }
            int bits = memory.u8(bitmap + i / Byte.SIZE, -1);
            if (bits >= 0 && (bits >> i % Byte.SIZE & 1) != 0 != (hint != 0)) {
                return tell(
                        bitmap + i / Byte.SIZE,
                        "disagrees with its bitmap for size " + (base + i),
                        hint,
                        bits);
            }
        }
        return true;
    }

    private boolean isHint(long hint, int units, boolean open) {
        long at = hint - layout.freeLink();
        if (!memory.hasHeader(at)) {
            return true;
        }
        EntryFormat entry = layout.entry();
        long header = memory.rawHeader() ^ heap.key();
        int actual = entry.units(header);
        if (!lists.isConfirmed(at, header)) {
            return lists.members().contains(at);
        }
        return !entry.isBusy(header) && (open ? actual >= units : actual == units);
    }

    private boolean tell(long at, String what, long expected, long actual) {
        report.tell(
                Rule.FREE_INDEX,
                at,
                "index of free entries of heap " + Addresses.hex(heap.address()) + " " + what,
                Addresses.hex(expected),
                Addresses.hex(actual));
        return false;
    }
}
