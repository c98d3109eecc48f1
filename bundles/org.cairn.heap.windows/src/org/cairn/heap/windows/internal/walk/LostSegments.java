package org.cairn.heap.windows.internal.walk;

import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.layout.SegmentFields;
import org.cairn.heap.windows.internal.memory.HeapHeader;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.heap.windows.internal.memory.Reservations;
import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;

import java.util.Set;

/**
 * Finds segments that the list of segments leaves out, Vista and later: {@code TotalSegments}
 * counts more than are listed, and a reservation begins with a segment's header that names the heap
 * and itself.
 */
final class LostSegments {
    private final HeapMemory memory;
    private final HeapLayout layout;
    private final HeapHeader heap;
    private final Set<Long> segments;

    /**
     * Prepares for a heap.
     *
     * @param segments that are known, to which those that are found are added
     */
    LostSegments(HeapMemory memory, HeapHeader heap, Set<Long> segments) {
        this.memory = memory;
        this.layout = memory.layout();
        this.heap = heap;
        this.segments = segments;
    }

    /**
     * Looks through the memory of the process when segments are missing.
     *
     * @param most that a heap can have
     * @return the first that was found, 0 when none was
     */
    long find(int most, Progress progress) {
        int field = layout.checks().totalSegments();
        long total = field < 0 ? 0 : memory.u32(heap.address() + field, 0);
        if (total <= segments.size()) {
            return 0;
        }
        long[] first = new long[1];
        Reservations.visit(
                memory.space(),
                progress,
                address -> {
                    if (isSegment(address) && segments.add(address) && first[0] == 0) {
                        first[0] = address;
                    }
                    return segments.size() < Math.min(total, most);
                });
        return first[0];
    }

    private boolean isSegment(long address) {
        SegmentFields fields = layout.segment();
        return memory.isPresent(address, fields.bytes())
                && memory.cursor().u32(fields.signature())
                        == Integer.toUnsignedLong(SegmentFields.SIGNATURE)
                && memory.pointerAt(fields.heap()) == heap.address()
                && memory.pointerAt(fields.baseAddress()) == address;
    }

    /** Tells of the link that leaves a segment out: its links back lead there. */
    void tell(long segment, Report report) {
        long head = heap.address() + layout.heap().segmentList();
        long node = segment + layout.segment().listEntry();
        long before = memory.pointer(node + layout.blink(), head);
        for (int i = 0; i < segments.size() && before != head && leads(before, node); i++) {
            node = before;
            before = memory.pointer(node + layout.blink(), head);
        }
        long link = memory.isPresent(before, layout.pointerSize()) ? before : head;
        report.tell(
                Rule.LIST,
                link,
                "list of segments leaves out segment " + Addresses.hex(segment),
                Addresses.hex(node),
                Addresses.hex(memory.pointer(link, 0)));
    }

    private boolean leads(long before, long node) {
        return memory.pointer(before, 0) == node;
    }
}
