package org.cairn.heap.windows.internal.lfh;

import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.windows.internal.layout.EntryFormat;
import org.cairn.heap.windows.internal.lfh.LfhLayout.Format;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.heap.windows.internal.walk.Report;
import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Addresses;
import org.cairn.memory.Run;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Reports the blocks of containers. Headers that are as they must be are read in one loop over the
 * run's bytes; everything else is {@link #unusual}.
 */
final class ContainerWalk {
    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int BYTE = 0xff;

    private final LfhLayout layout;
    private final HeapMemory memory;
    private final AddressSpace space;
    private final BlockSink sink;
    private final Report report;
    private final LfhKey key;
    private final Occupancy occupancy;
    private final DelayedFrees delayed;
    private final OverwrittenBitmap overwritten;
    private final int kind;
    private final int unit;
    private final int compact;
    private final int unusedShift;
    private final boolean marked;
    private final boolean compared;
    private final boolean headersTell;
    private final boolean checked;

    private Container container;
    private int flags;
    private int busy;
    private int stateless;
    private int faults;
    private long badHeader;
    private int badHeaders;
    private long absentFrom;
    private Absence absence = Absence.NOT_CAPTURED;

    ContainerWalk(
            HeapMemory memory,
            LfhLayout layout,
            LfhKey key,
            Occupancy occupancy,
            DelayedFrees delayed,
            BlockSink sink,
            Report report,
            Container first) {
        this.layout = layout;
        this.memory = memory;
        this.space = memory.space();
        this.sink = sink;
        this.report = report;
        this.key = key;
        this.occupancy = occupancy;
        this.delayed = delayed;
        this.overwritten =
                new OverwrittenBitmap(
                        new HeapMemory(memory.space(), memory.layout()),
                        layout,
                        key,
                        occupancy,
                        delayed,
                        report);
        this.kind = sink.kind(LowFragmentationHeap.BLOCK);
        this.unit = layout.unit();
        this.compact = layout.entry().compact();
        this.unusedShift = layout.entry().unusedBytes();
        this.marked = layout.format() != Format.CHAINED;
        this.compared = layout.format() == Format.BITMAP;
        this.headersTell = layout.format() == Format.HEADERS;
        this.checked = marked && key.wordKnown();
        this.container = first;
    }

    /**
     * Reports the blocks of one container.
     *
     * @param next the container
     * @param blockFlags for the sink
     */
    void walk(Container next, int blockFlags) {
        container = next;
        flags = blockFlags;
        busy = 0;
        stateless = 0;
        faults = 0;
        badHeaders = 0;
        absentFrom = 0;
        int index = 0;
        while (index < container.count()) {
            long header = entry(index) + compact;
            int before = index;
            if (space.runAt(header) instanceof Run.Mapped run) {
                index = run(index, run);
            }
            if (index == before) {
                absent(index++);
            }
        }
        endBadHeaders();
        endAbsent(container.blocksEnd());
        overwritten.tell(container);
    }

    /** How many blocks of the last container are busy or wait to be freed. */
    int busy() {
        return busy;
    }

    /** Whether the state of each block of the last container is known and not disputed. */
    boolean isCertain() {
        return stateless == 0 && faults == 0;
    }

    private long entry(int index) {
        return container.first() + (long) index * container.stride();
    }

    /** Reads on as long as headers are in one run; returns the index of the first that is not. */
    private int run(int from, Run.Mapped run) {
        MemorySegment bytes = run.bytes();
        long last = bytes.byteSize() - EntryFormat.HEADER_BYTES;
        long dataEnd = bytes.byteSize();
        int stride = container.stride();
        int count = container.count();
        int known = headersTell ? count : occupancy.known();
        boolean waiting = delayed.any();
        long entry = entry(from);
        long offset = entry - run.start();
        int number = marked ? LfhUnused.NUMBER : BYTE;
        int index = from;
        endAbsent(entry);
        for (; index < count && offset + compact <= last; index++) {
            long header = bytes.get(U64, offset + compact);
            int unused = (int) (header >>> unusedShift) & BYTE;
            boolean used = (unused & LfhUnused.NUMBER) != 0;
            boolean state = headersTell || index >= known ? used : occupancy.isBusy(index);
            boolean usual =
                    (unused & number) != number
                            && (!marked || (unused & ~number) == LfhUnused.MARK)
                            && (!checked || (int) header == expected(entry))
                            && (!compared || state == used)
                            && index < known
                            && (unused & number) <= stride
                            && offset + stride <= dataEnd
                            && !(waiting && delayed.contains(index));
            if (!usual) {
                unusual(index, entry, header, offset + stride <= dataEnd);
            } else if (state) {
                block(entry, stride - (unused & number), true, flags);
                endBadHeaders();
            } else {
                block(entry, (long) stride - unit, false, flags);
                endBadHeaders();
            }
            entry += stride;
            offset += stride;
        }
        return index;
    }

    private int expected(long entry) {
        return key.expected(layout, container.user(), entry);
    }

    private void block(long entry, long userSize, boolean used, int blockFlags) {
        busy += used ? 1 : 0;
        sink.block(
                entry,
                container.stride(),
                entry + unit,
                userSize,
                used ? BlockState.BUSY : BlockState.FREE,
                kind,
                BlockSink.NO_OWNER,
                blockFlags);
    }

    private void unusual(int index, long entry, long header, boolean whole) {
        int unused = (int) (header >>> unusedShift) & BYTE;
        boolean used = marked ? (unused & LfhUnused.NUMBER) != 0 : layout.entry().isBusy(header);
        boolean known = !headersTell && index < occupancy.known();
        boolean state = known ? occupancy.isBusy(index) : used;
        int blockFlags = flags | (whole || isPresent(entry) ? 0 : BlockSink.DATA_ABSENT);
        if (checked && (int) header != expected(entry)) {
            stateless += known ? 0 : 1;
            badHeader(entry);
            inferred(index, entry, state, blockFlags);
            return;
        }
        endBadHeaders();
        boolean unmarked = marked && (unused & LfhUnused.MARK) == 0;
        boolean waits = delayed.contains(index);
        boolean differ = compared && known && state != used && !waits;
        if (differ && checked && !unmarked && overwritten.mend(container, index)) {
            faults++;
            state = used;
            differ = false;
        }
        if (unmarked || differ) {
            faults++;
            disputed(entry, unused, known, state, unmarked);
            inferred(index, entry, state, blockFlags);
        } else if (!marked && !known) {
            stateless++;
            inferred(index, entry, state, blockFlags);
        } else if (waits) {
            waiting(entry, blockFlags);
        } else if (!state) {
            block(entry, (long) container.stride() - unit, false, blockFlags);
        } else if (!isPossible(entry, unused)) {
            faults++;
            impossible(entry, unused);
            inferred(index, entry, true, blockFlags);
        } else {
            busy(entry, unused, blockFlags);
        }
    }

    private void busy(long entry, int unused, int blockFlags) {
        if (!marked) {
            block(entry, container.stride() - unused, true, blockFlags);
            return;
        }
        busy++;
        sink.block(
                entry,
                container.stride(),
                entry + LfhUnused.userOffset(layout, unused),
                LfhUnused.requested(memory, layout, entry, container.stride(), unused),
                BlockState.BUSY,
                kind,
                BlockSink.NO_OWNER,
                blockFlags);
    }

    /** A block that was freed, but that the heap still counts as given out. */
    private void waiting(long entry, int blockFlags) {
        busy++;
        block(entry, (long) container.stride() - unit, false, blockFlags | BlockSink.CACHED);
    }

    private void inferred(int index, long entry, boolean state, int blockFlags) {
        if (delayed.contains(index)) {
            waiting(entry, blockFlags | BlockSink.INFERRED);
            return;
        }
        long size =
                state
                        ? LfhUnused.room(layout, container.stride())
                        : (long) container.stride() - unit;
        block(entry, size, state, blockFlags | BlockSink.INFERRED);
    }

    private void disputed(long entry, int unused, boolean known, boolean state, boolean unmarked) {
        String bitmap = known ? (state ? ", bitmap says busy" : ", bitmap says free") : "";
        report.tell(
                LfhRule.STATE,
                entry + compact + unusedShift / Byte.SIZE,
                unmarked
                        ? "header of LFH block " + Addresses.hex(entry) + " is not one of the LFH"
                        : "header and bitmap disagree on the state of LFH block "
                                + Addresses.hex(entry),
                (unmarked ? "bit 0x80 of UnusedBytes" : state ? "busy" : "free") + bitmap,
                "UnusedBytes " + Addresses.hex(unused));
    }

    private boolean isPossible(long entry, int unused) {
        int stride = container.stride();
        return marked
                ? LfhUnused.isPossible(memory, layout, entry, stride, unused)
                : unused <= stride;
    }

    private void impossible(long entry, int unused) {
        report.tell(
                LfhRule.STATE,
                entry + compact + unusedShift / Byte.SIZE,
                "LFH block " + Addresses.hex(entry) + " cannot have so many unused bytes",
                "at most " + Addresses.hex(container.stride()) + " with allocation data",
                "UnusedBytes " + Addresses.hex(unused));
    }

    /** Takes note of a header that is overwritten: those side by side have one cause. */
    private void badHeader(long entry) {
        faults++;
        if (badHeaders++ == 0) {
            badHeader = entry;
        }
    }

    private void endBadHeaders() {
        if (badHeaders == 0) {
            return;
        }
        long entry = badHeader;
        memory.hasHeader(entry);
        report.tell(
                LfhRule.HEADER,
                entry,
                "header of LFH block "
                        + Addresses.hex(entry)
                        + " is overwritten"
                        + (badHeaders > 1
                                ? ", and those of the " + (badHeaders - 1) + " behind it"
                                : ""),
                Addresses.hex(Integer.toUnsignedLong(expected(entry))),
                Addresses.hex(memory.rawHeader() & 0xffff_ffffL));
        badHeaders = 0;
    }

    /** A block whose header is not in one run. */
    private void absent(int index) {
        long entry = entry(index);
        if (memory.hasHeader(entry)) {
            endAbsent(entry);
            unusual(index, entry, memory.rawHeader(), false);
        } else if (!headersTell && index < occupancy.known()) {
            endBadHeaders();
            inferred(index, entry, occupancy.isBusy(index), flags | BlockSink.DATA_ABSENT);
        } else {
            endBadHeaders();
            stateless++;
            if (absentFrom == 0) {
                absentFrom = entry;
                absence = memory.absence();
            }
        }
    }

    private void endAbsent(long at) {
        if (absentFrom != 0) {
            sink.gap(absentFrom, at - absentFrom, absence);
            absentFrom = 0;
        }
    }

    private boolean isPresent(long entry) {
        return Presence.of(space, entry, container.stride());
    }
}
