package org.cairn.heap.windows.internal.walk;

import org.cairn.heap.windows.internal.layout.EntryFormat;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.layout.LookasideFields;
import org.cairn.heap.windows.internal.memory.HeapHeader;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.heap.windows.internal.memory.SlistHeader;
import org.cairn.memory.Addresses;

import java.util.List;

/**
 * Finds the lookaside lists of XP and 2003: a busy block of the heap that has just their size, to
 * which {@code FrontEndHeap} leads when {@code FrontEndHeapType} is 1. Where one of both fields is
 * wrong, the lists show it.
 */
final class LookasideTable {
    /** Entries that are looked at: the lists are allocated when the heap is made. */
    private static final int MAX_ENTRIES = 1 << 12;

    /** Of so many lists one may be damaged. */
    private static final int PER_DAMAGED = 4;

    private final HeapMemory memory;
    private final HeapLayout layout;
    private final HeapHeader heap;
    private final List<Segment> segments;
    private final Report report;

    LookasideTable(HeapMemory memory, HeapHeader heap, List<Segment> segments, Report report) {
        this.memory = memory;
        this.layout = memory.layout();
        this.heap = heap;
        this.segments = segments;
        this.report = report;
    }

    /** The heap's header, mended where it does not lead to the lists. */
    HeapHeader mended() {
        if (layout.lookaside().equals(LookasideFields.NONE)) {
            return heap;
        }
        long lists = find();
        return lists == 0 ? heap : heap.withLookaside(lists);
    }

    /** The address of the first list; 0 when the heap has none. */
    private long find() {
        long claimed = heap.frontEndHeap();
        boolean typed = heap.frontEndHeapType() == HeapHeader.LOOKASIDE;
        if (typed && claimed == 0 || claimed != 0 && !isTable(claimed)) {
            return typed ? search(claimed) : 0;
        }
        if (!typed && claimed != 0) {
            tell(
                    layout.heap().frontEndHeapType(),
                    "FrontEndHeapType is wrong: FrontEndHeap leads to lookaside lists",
                    HeapHeader.LOOKASIDE,
                    heap.frontEndHeapType());
        }
        return claimed;
    }

    private long search(long claimed) {
        return segments.stream()
                .filter(Segment::main)
                .mapToLong(main -> search(main, claimed))
                .findFirst()
                .orElse(claimed);
    }

    /** Looks for the lists in the heap's first segment. */
    private long search(Segment main, long claimed) {
        long at = main.first();
        for (int i = 0; i < MAX_ENTRIES && memory.hasHeader(at); i++) {
            long bytes = layout.entry().bytes(memory.rawHeader() ^ heap.key());
            if (isTable(at + layout.unit())) {
                tell(
                        layout.heap().frontEndHeap(),
                        "FrontEndHeap is wrong: the lookaside lists are elsewhere",
                        at + layout.unit(),
                        claimed);
                return at + layout.unit();
            }
            if (bytes == 0 || Long.compareUnsigned(bytes, main.end() - at) >= 0) {
                break;
            }
            at += bytes;
        }
        return claimed;
    }

    private boolean isTable(long address) {
        LookasideFields fields = layout.lookaside();
        long bytes = (long) HeapLayout.FREE_LISTS * fields.bytes();
        long entry = address - layout.unit();
        if ((address & layout.unit() - 1) != 0 || !memory.hasHeader(entry)) {
            return false;
        }
        EntryFormat format = layout.entry();
        long header = memory.rawHeader() ^ heap.key();
        if (!format.isBusy(header) || format.bytes(header) - format.unusedBytes(header) != bytes) {
            return false;
        }
        int good = 0;
        for (int i = 0; i < HeapLayout.FREE_LISTS; i++) {
            good += isList(address + (long) i * fields.bytes()) ? 1 : 0;
        }
        return good >= HeapLayout.FREE_LISTS - HeapLayout.FREE_LISTS / PER_DAMAGED;
    }

    private boolean isList(long address) {
        SlistHeader head = SlistHeader.read(memory, address + layout.lookaside().listHead());
        int maximum = memory.u16(address + layout.lookaside().maximumDepth(), 0);
        return maximum > 0 && head.depth() <= maximum && (head.depth() == 0) == (head.next() == 0);
    }

    private void tell(int field, String what, long expected, long actual) {
        report.tell(
                Rule.LOOKASIDE,
                heap.address() + field,
                what,
                Addresses.hex(expected),
                Addresses.hex(actual));
    }
}
