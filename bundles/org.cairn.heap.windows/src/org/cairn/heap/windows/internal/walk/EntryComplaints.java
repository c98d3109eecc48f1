package org.cairn.heap.windows.internal.walk;

import org.cairn.heap.windows.internal.layout.EntryFormat;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.memory.HeapHeader;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.memory.Addresses;
import org.cairn.memory.MemoryCursor;

/** Says what is wrong with the headers of one segment. */
final class EntryComplaints {
    private static final long PAGE_MASK = HeapLayout.PAGE - 1;

    private final EntryFormat entry;
    private final HeapHeader heap;
    private final Segment segment;
    private final EntryRules rules;
    private final Report report;
    private final MemoryCursor cursor;

    EntryComplaints(
            HeapMemory memory, HeapHeader heap, Segment segment, EntryRules rules, Report report) {
        this.entry = memory.layout().entry();
        this.heap = heap;
        this.segment = segment;
        this.rules = rules;
        this.report = report;
        this.cursor = memory.space().cursor();
    }

    /**
     * A header that cannot be used.
     *
     * @param at address of its entry
     * @param header decoded
     * @param faults from {@link EntryRules#faults}
     * @param previousUnits size of the block before
     * @param units its own size as the next certain entry tells it, 0 when that tells nothing
     * @param to end of the committed memory
     */
    void damaged(long at, long header, int faults, int previousUnits, int units, long to) {
        if (header == heap.key() && isZeroToPageEnd(at)) {
            report.tell(
                    Rule.ZEROED,
                    at,
                    "the page behind " + Addresses.hex(at) + " is zero where an entry must begin");
        } else if ((faults & EntryRules.CHECKSUM) != 0) {
            report.tell(
                    Rule.CHECKSUM,
                    at,
                    "header of entry "
                            + Addresses.hex(at)
                            + " fails its checksum"
                            + behind(at, previousUnits)
                            + byNeighbours(units, previousUnits),
                    "SmallTagIndex " + Addresses.hex(entry.checksum(header)),
                    Addresses.hex(entry.smallTagIndex(header)));
        } else if ((faults & EntryRules.SIZE) != 0) {
            if (units != 0) {
                long next = at + ((long) units << entry.unitShift());
                String why = nextIs(next) + behind(at, previousUnits);
                tellSize(at, header, why, size(units));
            } else {
                endsBehind(at, header, to);
            }
        } else {
            disagrees(at, header, faults, previousUnits);
        }
    }

    private static String byNeighbours(int units, int previousUnits) {
        return units == 0
                ? ""
                : "; by its neighbours it has Size "
                        + Addresses.hex(units)
                        + ", PreviousSize "
                        + Addresses.hex(previousUnits);
    }

    /** A block of no size, or one that passes the end of committed memory. */
    void endsBehind(long at, long header, long to) {
        boolean none = entry.units(header) == 0;
        String why = none ? "no entry is empty" : "committed memory ends at " + Addresses.hex(to);
        tellSize(at, header, why, "");
    }

    /**
     * A block that ends elsewhere than its size says.
     *
     * @param at address of its entry
     * @param header decoded
     * @param next where another entry begins
     * @param adjacent whether that one leads back to this one
     */
    void wrongSize(long at, long header, long next, boolean adjacent) {
        tellSize(
                at,
                header,
                adjacent ? nextIs(next) : "another entry begins at " + Addresses.hex(next),
                adjacent ? size(next - at >>> entry.unitShift()) : "");
    }

    private static String nextIs(long next) {
        return "the next entry is at " + Addresses.hex(next);
    }

    private static String size(long units) {
        return "Size " + Addresses.hex(units);
    }

    /** Names the block before, whose overrun damages a header. */
    private String behind(long at, int previousUnits) {
        return previousUnits <= 0
                ? ""
                : "; the block before, which may have overrun, is "
                        + Addresses.hex(at - ((long) previousUnits << entry.unitShift()));
    }

    private void tellSize(long at, long header, String why, String expected) {
        report.tell(
                Rule.SIZE,
                at,
                "size of entry " + Addresses.hex(at) + " is wrong: " + why,
                expected,
                "Size "
                        + Addresses.hex(entry.units(header))
                        + ", to "
                        + Addresses.hex(at + entry.bytes(header)));
    }

    /**
     * A header that can be used, but disagrees with what is around it. That the segment's byte is
     * wrong is said once in a segment.
     *
     * @param at address of its entry
     * @param header decoded
     * @param faults from {@link EntryRules#faults}
     * @param previousUnits size of the block before
     */
    void disagrees(long at, long header, int faults, int previousUnits) {
        if ((faults & EntryRules.PREVIOUS) != 0) {
            report.tell(
                    Rule.PREVIOUS_SIZE,
                    at,
                    "entry " + Addresses.hex(at) + " does not lead back to the one before",
                    "PreviousSize " + Addresses.hex(previousUnits),
                    Addresses.hex(entry.previousUnits(header)));
        }
        if ((faults & EntryRules.SEGMENT) != 0) {
            rules.distrustSegment();
            report.tell(
                    Rule.SEGMENT_OFFSET,
                    at,
                    "entry "
                            + Addresses.hex(at)
                            + " names another segment than "
                            + Addresses.hex(segment.base()),
                    Addresses.hex(rules.segmentByte(at)),
                    Addresses.hex(entry.segmentByte(header)));
        }
    }

    private boolean isZeroToPageEnd(long at) {
        long end = (at | PAGE_MASK) + 1 - Long.BYTES;
        for (long word = at + entry.compact(); word - end <= 0; word += Long.BYTES) {
            if (!cursor.seek(word, Long.BYTES) || cursor.u64(0) != 0) {
                return false;
            }
        }
        return true;
    }
}
