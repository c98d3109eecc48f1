package org.cairn.heap.windows.internal.lfh;

import org.cairn.heap.HeapRule;
import org.cairn.heap.windows.internal.layout.Offsets;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.heap.windows.internal.memory.SlistHeader;
import org.cairn.heap.windows.internal.walk.Report;
import org.cairn.memory.Addresses;

import java.util.BitSet;

/**
 * The blocks of one container whose free waits: {@code _HEAP_SUBSEGMENT.DelayFreeList} of 8 and
 * later, an SLIST. The field is that of the public symbols of ntdll; that the blocks are chained
 * through the first word of their data and stay busy in the bitmap is inferred (a word of a block's
 * header holds other things), so an element that is no busy block of the container ends the list
 * and is reported.
 */
final class DelayedFrees {
    private final HeapMemory memory;
    private final LfhLayout layout;
    private final Report report;
    private final BitSet blocks = new BitSet();

    DelayedFrees(HeapMemory memory, LfhLayout layout, Report report) {
        this.memory = memory;
        this.layout = layout;
        this.report = report;
    }

    /** Takes note that there are none. */
    void none() {
        blocks.clear();
    }

    /** Whether there are some. */
    boolean any() {
        return !blocks.isEmpty();
    }

    /** Whether a block waits. */
    boolean contains(int index) {
        return blocks.get(index);
    }

    /**
     * Follows the list of a subsegment.
     *
     * @param container of the subsegment
     * @param subsegment that has the list
     * @param occupancy the container's bitmap, as far as it is there
     */
    void read(Container container, Subsegment subsegment, Occupancy occupancy) {
        blocks.clear();
        int offset = layout.subsegment().delayFreeList();
        if (offset == Offsets.NONE) {
            return;
        }
        long head = subsegment.address() + offset;
        SlistHeader list = SlistHeader.readModern(memory, head);
        long link = head;
        long data = list.next();
        while (data != 0) {
            int index = index(container, data - layout.unit());
            boolean taken = index >= 0 && blocks.get(index);
            boolean free = index >= 0 && index < occupancy.known() && !occupancy.isBusy(index);
            if (index < 0 || taken || free) {
                String what = taken ? "a block a second time" : "what is no busy block";
                tell(LfhRule.DELAY_FREE, link, subsegment, "leads to " + what, "", data);
                return;
            }
            blocks.set(index);
            if (!memory.isPresent(data, layout.pointerSize())) {
                String why = memory.absence().label();
                tell(LfhRule.ABSENT, link, subsegment, "leads to absent memory", why, data);
                return;
            }
            link = data;
            data = memory.pointerAt(0);
        }
        if (blocks.cardinality() != list.depth()) {
            report.tell(
                    LfhRule.DELAY_FREE,
                    head,
                    "list of delayed frees of subsegment "
                            + Addresses.hex(subsegment.address())
                            + " has another length than it says",
                    blocks.cardinality() + " blocks",
                    "Depth " + list.depth());
        }
    }

    /** The number of the block that begins at an address, or -1. */
    private static int index(Container container, long entry) {
        long distance = entry - container.first();
        long index = distance / container.stride();
        boolean begins = distance >= 0 && distance % container.stride() == 0;
        return begins && index < container.count() ? (int) index : -1;
    }

    private void tell(
            HeapRule rule, long link, Subsegment subsegment, String what, String why, long data) {
        report.tell(
                rule,
                link,
                "list of delayed frees of subsegment "
                        + Addresses.hex(subsegment.address())
                        + " "
                        + what,
                why.isEmpty() ? "a busy block of its container, or 0" : "",
                Addresses.hex(data) + (why.isEmpty() ? "" : ", " + why));
    }
}
