package org.cairn.heap.windows.internal.walk;

import org.cairn.heap.windows.internal.layout.CheckFields;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.memory.HeapHeader;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.memory.Addresses;

import java.util.List;

/** Compares what a heap counts with what it has, and says whether somebody was changing it. */
final class HeapCounts {
    /** {@code LockCount} of a lock that nobody holds. */
    private static final long UNLOCKED = 0xffff_ffffL;

    private final HeapMemory memory;
    private final HeapLayout layout;
    private final CheckFields fields;
    private final HeapHeader heap;
    private final Report report;

    HeapCounts(HeapMemory memory, HeapHeader heap, Report report) {
        this.memory = memory;
        this.layout = memory.layout();
        this.fields = layout.checks();
        this.heap = heap;
        this.report = report;
    }

    /**
     * Tells when a thread holds the heap's lock: then lists and counts may be between two states.
     */
    boolean isLocked() {
        if (fields.lock() < 0 || fields.lockCount() < 0 || fields.lockOwner() < 0) {
            return false;
        }
        long lock = memory.pointer(heap.address() + fields.lock(), 0);
        long owner = lock == 0 ? 0 : memory.pointer(lock + fields.lockOwner(), 0);
        long count = memory.u32(lock + fields.lockCount(), UNLOCKED);
        boolean locked = owner != 0 && count != UNLOCKED;
        if (locked) {
            report.tell(
                    Rule.LOCKED,
                    lock,
                    "thread "
                            + Addresses.hex(owner)
                            + " holds the lock of heap "
                            + Addresses.hex(heap.address())
                            + ": its lists and counts may be between two states",
                    "",
                    "LockCount " + Addresses.hex(count));
        }
        return locked;
    }

    /** Compares the counts of one segment with its ranges, all of which are known. */
    void segment(long header, List<Range> ranges) {
        if (fields.uncommittedPages() < 0) {
            return;
        }
        long bytes = ranges.stream().mapToLong(Range::size).sum();
        compare(
                header + fields.uncommittedPages(),
                "segment " + Addresses.hex(header) + ": NumberOfUnCommittedPages",
                bytes / HeapLayout.PAGE);
        compare(
                header + fields.uncommittedRanges(),
                "segment " + Addresses.hex(header) + ": NumberOfUnCommittedRanges",
                ranges.size());
    }

    /**
     * Compares the counts of the heap with its segments, all of which are known.
     *
     * @param ranged whether all of their uncommitted ranges are known, too
     */
    void heap(List<Segment> segments, boolean ranged) {
        if (fields.totalSegments() >= 0) {
            compare(
                    heap.address() + fields.totalSegments(),
                    "heap " + Addresses.hex(heap.address()) + ": Counters.TotalSegments",
                    segments.size());
        }
        if (ranged && fields.totalRanges() >= 0) {
            compare(
                    heap.address() + fields.totalRanges(),
                    "heap " + Addresses.hex(heap.address()) + ": Counters.TotalUCRs",
                    segments.stream().mapToLong(segment -> segment.ranges().size()).sum());
        }
    }

    private void compare(long at, String what, long found) {
        long claimed = memory.u32(at, found);
        if (claimed != found) {
            report.tell(
                    Rule.COUNTS,
                    at,
                    what + " differs from what is there",
                    Long.toString(claimed),
                    Long.toString(found));
        }
    }
}
