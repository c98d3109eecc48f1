package org.cairn.heap.windows.internal.walk;

import org.cairn.heap.windows.internal.layout.EntryFormat;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.memory.HeapHeader;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.heap.windows.internal.memory.LongList;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Finds entries of a segment where no entry before leads to them: behind damaged or absent headers.
 * A header is believed when those that follow it agree with it. Where headers carry a checksum, one
 * that follows is enough (checksum, segment and {@code PreviousSize} together are 48 bits);
 * elsewhere three are needed, or one and then the end of the committed memory.
 */
final class HeaderScan {
    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Bytes between two looks at whether the work is still wanted. */
    private static final long CHUNK = 1 << 22;

    private static final int PLAIN_LINKS = 3;
    private static final int MAX_HINTS = 1 << 12;

    private final HeapMemory memory;
    private final HeapLayout layout;
    private final EntryFormat entry;
    private final HeapHeader heap;
    private final Segment segment;
    private final EntryRules rules;
    private final FreeLists lists;
    private final Progress progress;
    private final MemoryCursor cursor;
    private final LongList hints = new LongList();
    private long scanned;
    private long end;
    private boolean trusted;
    private long found;

    HeaderScan(
            HeapMemory memory,
            HeapHeader heap,
            Segment segment,
            EntryRules rules,
            FreeLists lists,
            Progress progress) {
        this.memory = memory;
        this.layout = memory.layout();
        this.entry = layout.entry();
        this.heap = heap;
        this.segment = segment;
        this.rules = rules;
        this.lists = lists;
        this.progress = progress;
        this.cursor = memory.space().cursor();
    }

    /**
     * Looks for the next entry that can be believed. Entries before it that can be taken for
     * probable only are kept as {@link #hints}.
     *
     * @param from first address to look at
     * @param to end of the committed memory
     * @return its address, or {@code to} when there is none
     */
    long next(long from, long to) {
        if (isScanned(from, to)) {
            return found;
        }
        hints.clear();
        scanned = from;
        end = to;
        trusted = rules.isSegmentTrusted();
        found = scan(from, to, to, true);
        return found;
    }

    /** Whether the last scan looked from an address on and has found what is to be found. */
    private boolean isScanned(long from, long to) {
        return to == end
                && trusted == rules.isSegmentTrusted()
                && Long.compareUnsigned(scanned, from) <= 0
                && Long.compareUnsigned(from, found) <= 0;
    }

    /**
     * Looks for an entry that can be believed in a part of committed memory; keeps no hints.
     *
     * @param from first address to look at
     * @param limit first address not to look at
     * @param to end of the committed memory
     * @return its address, or {@code limit} when there is none
     */
    long within(long from, long limit, long to) {
        return scan(from, limit, to, false);
    }

    private long scan(long from, long limit, long to, boolean hinted) {
        if (Long.compareUnsigned(from, limit) < 0) {
            for (Run.Mapped run : memory.space().mapped(from, limit - 1)) {
                long at = scan(run, to, hinted);
                if (at != 0) {
                    return at;
                }
            }
        }
        return limit;
    }

    /**
     * Probable entries that the last scan came across, some perhaps before the address that was
     * asked for: checksum and segment are right, but the header that follows is absent. Ascending.
     */
    LongList hints() {
        return hints;
    }

    /** The first entry of a run that can be believed, 0 when there is none. */
    private long scan(Run.Mapped run, long to, boolean hinted) {
        MemorySegment bytes = run.bytes();
        int unit = layout.unit();
        int compact = entry.compact();
        long last = bytes.byteSize() - unit;
        for (long offset = -run.start() & unit - 1; offset <= last; offset += unit) {
            if ((offset & CHUNK - 1) < unit) {
                progress.checkCancelled();
            }
            long header = bytes.get(U64, offset + compact) ^ heap.key();
            long at = run.start() + offset;
            if (rules.faults(header, at, EntryRules.ANY, to) == 0) {
                if (isBelieved(at, header, to)) {
                    return at;
                }
                if (hinted && hints.size() < MAX_HINTS && isProbable(at, header)) {
                    hints.add(at);
                }
            }
        }
        return 0;
    }

    /**
     * Whether a header that is right in itself is confirmed by others.
     *
     * @param at address of its entry
     * @param header decoded
     * @param to end of the committed memory
     */
    boolean isBelieved(long at, long header, long to) {
        if (!entry.isBusy(header) && lists.members().contains(at)) {
            return true;
        }
        int needed = heap.checked() ? 1 : PLAIN_LINKS;
        long address = at;
        long current = header;
        for (int links = 0; links < needed; links++) {
            long next = address + entry.bytes(current);
            if (next == to) {
                return heap.checked() || links > 0;
            }
            if (!cursor.seek(next, layout.unit())) {
                return false;
            }
            long following = cursor.u64(entry.compact()) ^ heap.key();
            if (rules.faults(following, next, entry.units(current), to) != 0) {
                return false;
            }
            address = next;
            current = following;
        }
        return true;
    }

    private boolean isProbable(long at, long header) {
        if (!heap.checked()
                || entry.units(header) == 1
                || cursor.seek(at + entry.bytes(header), layout.unit())) {
            return false;
        }
        long before = at - ((long) entry.previousUnits(header) << entry.unitShift());
        if (Long.compareUnsigned(before, segment.base()) < 0
                || Long.compareUnsigned(before, at) >= 0) {
            return false;
        }
        if (cursor.seek(before, layout.unit())) {
            long preceding = cursor.u64(entry.compact()) ^ heap.key();
            if (entry.units(preceding) != entry.previousUnits(header)
                    || !heap.checksumHolds(entry, preceding)) {
                return false;
            }
        }
        return entry.isBusy(header) ? isPlausiblyBusy(header) : isPlausiblyFree(at, header);
    }

    private boolean isPlausiblyBusy(long header) {
        return (entry.flags(header) & EntryFormat.INTERNAL) != 0
                || entry.unusedBytes(header) >= EntryFormat.MIN_UNUSED
                        && entry.unusedBytes(header) <= EntryFormat.UNUSED_EXTENDED;
    }

    private boolean isPlausiblyFree(long at, long header) {
        long links = at + layout.freeLink();
        int size = layout.pointerSize();
        return entry.unusedBytes(header) == 0
                && cursor.seek(links, 2 * size)
                && isLink(cursor.pointer(0, size))
                && isLink(cursor.pointer(layout.blink(), size));
    }

    /** Whether a value can be the address of another free entry's links, or of a list head. */
    private boolean isLink(long value) {
        return value != 0 && (value & layout.pointerSize() - 1) == 0;
    }
}
