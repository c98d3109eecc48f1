package org.cairn.heap.windows.internal.walk;

import org.cairn.heap.windows.internal.layout.EntryFormat;
import org.cairn.heap.windows.internal.layout.Family;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.memory.HeapHeader;

/** What the headers of one segment must hold to. */
final class EntryRules {
    /** The checksum fails. */
    static final int CHECKSUM = 1;

    /** The block has no size or passes the end. */
    static final int SIZE = 2;

    /** {@code PreviousSize} is not the size of the block before. */
    static final int PREVIOUS = 4;

    /** The segment's index or offset is that of another segment. */
    static final int SEGMENT = 8;

    /** Any block may come before: after an uncommitted range, after a gap. */
    static final int ANY = -1;

    private static final int UNIT_SHIFT = Integer.numberOfTrailingZeros(HeapLayout.RESERVATION);

    private final EntryFormat entry;
    private final HeapHeader heap;
    private final long base;
    private final boolean moving;
    private final int segmentByte;
    private boolean segmentTrusted = true;

    EntryRules(HeapLayout layout, HeapHeader heap, Segment segment) {
        this.entry = layout.entry();
        this.heap = heap;
        this.base = segment.base();
        this.moving = layout.family() == Family.NT6 && !segment.main();
        this.segmentByte = layout.family() == Family.NT6 ? 0 : segment.index();
    }

    /**
     * What {@code SegmentIndex} (XP, 2003, ReactOS: the segment's place in {@code Segments}) or
     * {@code SegmentOffset} must be: from Vista on 0 in the segment that holds {@code _HEAP}, in
     * others 1 plus the 64-KiB units between segment and entry. Checked against the entries of a
     * segment of 8 MiB in a dump of 10 1903 (build 18362).
     */
    int segmentByte(long at) {
        return moving ? movingByte(at) : segmentByte;
    }

    private int movingByte(long at) {
        return (int) (at - base >>> UNIT_SHIFT) + 1 & 0xff;
    }

    /** Whether the expected byte changes along the segment. */
    boolean isMoving() {
        return moving;
    }

    /** No longer takes the segment's byte into account. */
    void distrustSegment() {
        segmentTrusted = false;
    }

    boolean isSegmentTrusted() {
        return segmentTrusted;
    }

    /**
     * Checks a header.
     *
     * @param header decoded
     * @param at address of the entry
     * @param previousUnits size of the block before, or {@link #ANY}
     * @param to the first address behind the committed memory
     * @return what is wrong, 0 when nothing is
     */
    int faults(long header, long at, int previousUnits, long to) {
        int faults = heap.checksumHolds(entry, header) ? 0 : CHECKSUM;
        if (header == heap.key() && heap.checked()) {
            faults |= CHECKSUM;
        }
        long bytes = entry.bytes(header);
        if (bytes == 0 || Long.compareUnsigned(bytes, to - at) > 0) {
            faults |= SIZE;
        }
        if (previousUnits != ANY && entry.previousUnits(header) != previousUnits) {
            faults |= PREVIOUS;
        }
        boolean last = at + bytes == to;
        if (segmentTrusted && !last && entry.segmentByte(header) != segmentByte(at)) {
            faults |= SEGMENT;
        }
        return faults;
    }
}
