package org.cairn.heap.windows.internal.walk;

import org.cairn.heap.windows.internal.layout.EntryFormat;
import org.cairn.heap.windows.internal.layout.Family;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.memory.HeapHeader;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.heap.windows.internal.memory.LinkedNodes;
import org.cairn.heap.windows.internal.memory.LinkedNodes.Fault;
import org.cairn.heap.windows.internal.memory.LongList;
import org.cairn.heap.windows.internal.memory.SortedAddresses;
import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;

/**
 * The free lists of a heap: from Vista on one list in ascending order of size; in XP and 2003 list
 * <em>n</em> for blocks of <em>n</em> units, list 0 in ascending order for those of 128 and more,
 * and a bitmap of the lists that are not empty. They are followed when their members are first
 * asked for, since that takes longer than the walk over all entries.
 */
final class FreeLists {
    /** Members between two looks at whether the work is still wanted. */
    private static final int CHUNK = 1 << 14;

    private final HeapMemory memory;
    private final HeapLayout layout;
    private final HeapHeader heap;
    private final Report report;
    private final Progress progress;
    private final LongList entries = new LongList();
    private SortedAddresses members = SortedAddresses.EMPTY;
    private boolean followed;
    private boolean complete = true;

    FreeLists(HeapMemory memory, HeapHeader heap, Report report, Progress progress) {
        this.memory = memory;
        this.layout = memory.layout();
        this.heap = heap;
        this.report = report;
        this.progress = progress;
    }

    /** The number of lists. */
    int count() {
        return layout.family() == Family.NT5 ? HeapLayout.FREE_LISTS : 1;
    }

    /** The address of a list's head. */
    long head(int list) {
        int bytes = layout.blink() + layout.pointerSize();
        return heap.address() + layout.heap().freeLists() + (long) list * bytes;
    }

    /** The entries on the lists; follows and checks the lists at the first call. */
    SortedAddresses members() {
        if (!followed) {
            followed = true;
            follow();
            members = SortedAddresses.of(entries);
            entries.clear();
        }
        return members;
    }

    /** Whether every list could be followed to its end; to be called after {@link #members}. */
    boolean isComplete() {
        return complete;
    }

    private void follow() {
        boolean dedicated = layout.family() == Family.NT5;
        for (int i = 0; i < count(); i++) {
            int before = entries.size();
            LinkedNodes list = new LinkedNodes(memory, layout.unit());
            list.walk(head(i), new Order(i));
            if (list.fault() instanceof Fault fault) {
                report.tell(
                        Rule.FREE_LINK, Rule.ABSENT, "free list " + Addresses.hex(head(i)), fault);
            }
            complete &= list.isComplete();
            if (dedicated && list.isComplete()) {
                checkBitmap(i, entries.size() > before);
            }
        }
    }

    /**
     * Whether checksum and the entry behind confirm the size of a free entry: else its header is
     * wrong, not what leads to it. There may be no entry behind at the end of a page.
     *
     * @param at its address
     * @param header decoded
     */
    boolean isConfirmed(long at, long header) {
        EntryFormat format = layout.entry();
        long next = at + format.bytes(header);
        return heap.checksumHolds(format, header)
                && ((next & HeapLayout.PAGE - 1) == 0
                        || memory.hasHeader(next)
                                && format.previousUnits(memory.rawHeader() ^ heap.key())
                                        == format.units(header));
    }

    private void checkBitmap(int list, boolean filled) {
        long word = heap.address() + layout.heap().freeListsInUse() + list / Byte.SIZE;
        int inUse = memory.u8(word, -1);
        boolean marked = (inUse >> list % Byte.SIZE & 1) != 0;
        if (inUse >= 0 && marked != filled) {
            report.tell(
                    Rule.FREE_LIST_SIZE,
                    word,
                    "bitmap of free lists is wrong for list " + list,
                    filled ? "set" : "clear",
                    marked ? "set" : "clear");
        }
    }

    /** Takes the members of one list and compares their sizes. */
    private final class Order implements LinkedNodes.Visitor {
        /** Units of all members; 0 for a list in ascending order. */
        private final int dedicated;

        private int smallest;

        private Order(int dedicated) {
            this.dedicated = dedicated;
        }

        @Override
        public void node(long address, boolean forward) {
            long at = address - layout.freeLink();
            entries.add(at);
            if (entries.size() % CHUNK == 0) {
                progress.checkCancelled();
            }
            if (forward && memory.hasHeader(at)) {
                check(at, memory.rawHeader() ^ heap.key());
            }
        }

        private void check(long at, long header) {
            EntryFormat format = layout.entry();
            int units = format.units(header);
            if (!isConfirmed(at, header)) {
                return;
            }
            if (dedicated != 0 ? units != dedicated : units < smallest) {
                report.tell(
                        Rule.FREE_LIST_SIZE,
                        at,
                        "free entry " + Addresses.hex(at) + " is in the wrong place of its list",
                        dedicated != 0
                                ? "Size " + Addresses.hex(dedicated)
                                : "Size " + Addresses.hex(smallest) + " or more",
                        "Size " + Addresses.hex(units));
            }
            smallest = units;
        }
    }
}
