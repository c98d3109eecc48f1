package org.cairn.heap.windows.internal.walk;

import org.cairn.heap.BlockSink;
import org.cairn.heap.windows.internal.layout.EntryFormat;
import org.cairn.heap.windows.internal.memory.HeapHeader;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.heap.windows.internal.memory.LongList;
import org.cairn.memory.Absence;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Walks the entries of one segment. An entry is reported when the header behind it was checked, so
 * that a block whose size is wrong is noticed before its size is used. Headers that follow each
 * other as they must are read in one loop over the run's bytes; everything else is a {@link #step}.
 */
final class SegmentWalk {
    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int BYTE = 0xff;
    private static final int MAX_UNITS = 0xffff;

    /** Entries between two looks at whether the work is still wanted. */
    private static final int CHUNK = 1 << 16;

    /** How many entries behind a gap are marked as found by scanning. */
    private static final int FOUND = 8;

    private final HeapMemory memory;
    private final EntryFormat entry;
    private final HeapHeader heap;
    private final Segment segment;
    private final EntryRules rules;
    private final EntrySink entries;
    private final BlockSink sink;
    private final Progress progress;
    private final MemoryCursor cursor;
    private final HeaderScan scan;
    private final EntryComplaints complaints;
    private final Report report;

    /** Whether what is committed is known, so that absent pages are missing. */
    private final boolean ranged;

    private final int unit;
    private long position;
    private long header;
    private int found;
    private boolean complete = true;

    SegmentWalk(
            HeapMemory memory,
            HeapHeader heap,
            Segment segment,
            boolean ranged,
            FreeLists lists,
            EntrySink entries,
            BlockSink sink,
            Report report,
            Progress progress) {
        this.memory = memory;
        this.entry = memory.layout().entry();
        this.heap = heap;
        this.segment = segment;
        this.rules = new EntryRules(memory.layout(), heap, segment);
        this.entries = entries;
        this.sink = sink;
        this.progress = progress;
        this.cursor = memory.space().cursor();
        this.scan = new HeaderScan(memory, heap, segment, rules, lists, progress);
        this.complaints = new EntryComplaints(memory, heap, segment, rules, report);
        this.report = report;
        this.ranged = ranged && segment.known();
        this.unit = memory.layout().unit();
    }

    /** Walks the segment; returns whether each of its bytes is accounted for. */
    boolean walk() {
        entries.moveTo(segment.base());
        long from = segment.base();
        int previous = 0;
        for (Range range : segment.ranges()) {
            stretch(from, range.start(), previous);
            if (range.size() != 0) {
                sink.uncommitted(range.start(), range.size());
            }
            from = range.end();
            previous = EntryRules.ANY;
        }
        stretch(from, segment.end(), previous);
        return complete;
    }

    /** Walks committed memory from an entry to the end of the last one. */
    private void stretch(long from, long to, int previousUnits) {
        if (from == to) {
            return;
        }
        position = from;
        found = 0;
        enter(previousUnits, to);
        while (position != to) {
            progress.checkCancelled();
            if (found == 0
                    && Long.compareUnsigned(position, segment.first()) >= 0
                    && memory.space().runAt(position) instanceof Run.Mapped run
                    && run.last() - position >= unit - 1) {
                run(run, to);
            }
            step(to);
        }
    }

    /** Checks the first entry of a stretch. */
    private void enter(int previousUnits, long to) {
        if (!seek(position)) {
            absent(position, to);
            return;
        }
        header = read();
        int faults = rules.faults(header, position, previousUnits, to);
        if (position == segment.base()) {
            faults &= ~EntryRules.SEGMENT;
        }
        if ((faults & (EntryRules.CHECKSUM | EntryRules.SIZE)) != 0) {
            damaged(position, header, faults, to);
        } else {
            complaints.disagrees(position, header, faults, previousUnits);
        }
    }

    /** Reads on within one run as long as each header agrees with the one before. */
    private void run(Run.Mapped run, long to) {
        MemorySegment bytes = run.bytes();
        long start = run.start();
        long toOffset = to - start;
        long roomEnd = bytes.byteSize() - unit + 1;
        long limit = Long.compareUnsigned(toOffset, roomEnd) < 0 ? toOffset : roomEnd;
        long key = heap.key();
        int compact = entry.compact();
        int sizeShift = entry.size();
        int unitShift = entry.unitShift();
        int previousShift = entry.previousSize();
        int flagsShift = entry.flags();
        int tagShift = entry.smallTagIndex();
        int segmentShift = entry.segment();
        int checksumMask = heap.checked() ? BYTE : 0;
        int segmentMask = rules.isSegmentTrusted() ? BYTE : 0;
        boolean moving = rules.isMoving();
        int segmentByte = rules.segmentByte(segment.base());
        long offset = position - start;
        long current = header;
        for (int n = CHUNK; n > 0; n--) {
            int units = (int) (current >>> sizeShift) & MAX_UNITS;
            long next = offset + ((long) units << unitShift);
            if (next >= limit) {
                break;
            }
            long following = bytes.get(U64, next + compact) ^ key;
            int size = (int) (following >>> sizeShift);
            int checksum =
                    (size ^ size >>> Byte.SIZE ^ (int) (following >>> flagsShift))
                            ^ (int) (following >>> tagShift);
            int expected = moving ? rules.segmentByte(start + next) : segmentByte;
            if (((int) (following >>> previousShift) & MAX_UNITS) != units
                    || (checksum & checksumMask) != 0
                    || (size & MAX_UNITS) == 0
                    || (((int) (following >>> segmentShift) ^ expected) & segmentMask) != 0) {
                break;
            }
            entries.entry(start + offset, current, 0);
            offset = next;
            current = following;
        }
        position = start + offset;
        header = current;
    }

    /** Goes on by one entry, whatever is behind it. */
    private void step(long to) {
        if (position == to) {
            return;
        }
        long bytes = entry.bytes(header);
        long next = position + bytes;
        if (next == to) {
            report(true);
            position = to;
        } else if (Long.compareUnsigned(bytes, to - position) > 0) {
            oversized(to);
        } else if (!seek(next)) {
            report(false);
            absent(next, to);
        } else {
            follow(next, read(), to);
        }
    }

    private void follow(long next, long following, long to) {
        int units = entry.units(header);
        int faults = rules.faults(following, next, units, to);
        int broken = faults & (EntryRules.CHECKSUM | EntryRules.SIZE);
        boolean parted = (faults & EntryRules.PREVIOUS) != 0;
        boolean believed =
                broken == 0 && (!parted || heap.checked() || scan.isBelieved(next, following, to));
        long end = next;
        if (!believed) {
            end = endOfBroken(next, to);
        } else if (parted) {
            end = endOfPassing(next, following, to);
        }
        if (end != next) {
            complaints.wrongSize(position, header, end, leadsBack(end, position));
            resume(position, end, Absence.CORRUPT, to);
        } else if (believed) {
            report(false);
            complaints.disagrees(next, following, faults, units);
            position = next;
            header = following;
        } else {
            report(false);
            damaged(next, following, faults, to);
        }
    }

    /**
     * Where this entry ends, when there is no good header where its size leads: there, if the next
     * certain entry leads back to there. If that one leads back to this entry, the size is wrong.
     * Without checksums an entry inside of this one is as good.
     */
    private long endOfBroken(long next, long to) {
        long behind = scan.next(next + unit, to);
        if (leadsBack(behind, next)) {
            return next;
        }
        if (leadsBack(behind, position)) {
            return behind;
        }
        long inside = scan.within(position + unit, next, to);
        boolean certain = leadsBack(inside, position) || !heap.checked();
        return Long.compareUnsigned(inside, next) < 0 && certain ? inside : next;
    }

    /**
     * Where this entry ends, when the header where its size leads does not lead back: at an entry
     * inside of it that leads back to it, if the header leads back to another such entry.
     */
    private long endOfPassing(long next, long following, long to) {
        long before = next - ((long) entry.previousUnits(following) << entry.unitShift());
        boolean inside =
                Long.compareUnsigned(position, before) < 0
                        && Long.compareUnsigned(before, next) < 0
                        && seek(before)
                        && before + entry.bytes(read()) == next;
        long end = inside ? scan.within(position + unit, next, to) : next;
        return Long.compareUnsigned(end, next) < 0 && leadsBack(end, position) ? end : next;
    }

    private void oversized(long to) {
        long end = scan.next(position + unit, to);
        if (leadsBack(end, position)) {
            complaints.wrongSize(position, header, end, true);
        } else {
            complaints.endsBehind(position, header, to);
        }
        resume(position, end, Absence.CORRUPT, to);
    }

    private void damaged(long at, long damaged, int faults, long to) {
        long next = scan.next(at + unit, to);
        int units = leadsBack(next, at) ? (int) (next - at >>> entry.unitShift()) : 0;
        complaints.damaged(at, damaged, faults, entry.units(header), units, to);
        resume(at, next, Absence.CORRUPT, to);
    }

    private void absent(long at, long to) {
        Absence why = cursor.absence();
        resume(at, scan.next(at, to), why, to);
    }

    /** Goes on at an entry that was found by scanning, and accounts for what lies before it. */
    private void resume(long from, long at, Absence why, long to) {
        long known = from;
        LongList hints = scan.hints();
        boolean inferred = why == Absence.CORRUPT && at != to && leadsBack(at, from);
        if (inferred) {
            entries.inferred(from, at - from);
            known = at;
        }
        for (int i = 0; i < hints.size(); i++) {
            known = hint(hints.get(i), known, at, why);
        }
        if (known != at) {
            gap(known, at, why);
        }
        position = at;
        if (at != to && seek(at)) {
            header = read();
            found = FOUND;
            entries.moveTo(at);
        }
    }

    /** Whether there is a header at an address that names an entry as the one before. */
    private boolean leadsBack(long at, long before) {
        return seek(at) && (long) entry.previousUnits(read()) << entry.unitShift() == at - before;
    }

    /** Reports a probable entry between two addresses; returns where it ends. */
    private long hint(long at, long known, long to, Absence why) {
        if (Long.compareUnsigned(at, known) < 0 || !seek(at)) {
            return known;
        }
        long probable = read();
        long end = at + entry.bytes(probable);
        if (Long.compareUnsigned(end, to) > 0) {
            return known;
        }
        if (at != known) {
            gap(known, at, why);
        }
        entries.moveTo(at);
        entries.entry(at, probable, BlockSink.FOUND_HINT | dataFlags(at, end));
        return end;
    }

    private void gap(long from, long to, Absence why) {
        complete = false;
        entries.unknown(from, to);
        if (why != Absence.CORRUPT && ranged) {
            report.absent(from, to, segment.base());
        }
        sink.gap(from, to - from, why);
    }

    /** Reports the current entry, whose end is known to be right. */
    private void report(boolean last) {
        int flags = found > 0 ? BlockSink.FOUND_STRONG : 0;
        found = Math.max(0, found - 1);
        flags |= dataFlags(position, position + entry.bytes(header));
        if (Long.compareUnsigned(position, segment.first()) < 0) {
            entries.segmentHeader(position, header);
        } else if (last) {
            entries.lastEntry(position, header, flags);
        } else {
            entries.entry(position, header, flags);
        }
    }

    private int dataFlags(long from, long end) {
        long at = from;
        while (Long.compareUnsigned(at, end) < 0) {
            if (!(memory.space().runAt(at) instanceof Run.Mapped run)) {
                return BlockSink.DATA_ABSENT;
            }
            if (run.last() == -1L) {
                break;
            }
            at = run.last() + 1;
        }
        return 0;
    }

    private boolean seek(long at) {
        return cursor.seek(at, unit);
    }

    private long read() {
        return cursor.u64(entry.compact()) ^ heap.key();
    }
}
