package org.cairn.heap.os2.internal;

import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockSink;
import org.cairn.heap.Confidence;
import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Addresses;
import org.cairn.system.os2.KernelLayouts;

import java.util.ArrayList;
import java.util.List;

/**
 * Walks a swappable heap whose header is there: busy blocks have headers, free space is described
 * elsewhere. Pages may be swapped out; the walk goes on at the next free space that is known, or at
 * the next header that others confirm.
 */
final class SwappableWalk {
    /** A header found behind a gap counts when so many follow it, or the heap or its block ends. */
    private static final int CONFIRMING = 2;

    /** Cancellation is asked for once in so many bytes, and in so many blocks. */
    private static final int CHECKED = 1 << 20;

    private static final String DESCRIPTOR = "os2.free-descriptor";

    private static final int PROGRESS_MASK = (1 << 12) - 1;

    private final SwappableHeap heap;
    private final List<WrongField> wrong;
    private final Memory memory;
    private final BlockSink sink;
    private final BlockWriter writer;
    private final SwappableHeader header;
    private final SwappableHeader other;
    private final HexBytes bytes;
    private final SelectorCheck selectors;
    private final FreeSpace free;
    private final List<Lost> lost = new ArrayList<>();

    /** Sizes that broken descriptors tell: their free space looks like nothing. */
    private final List<Long> explained = new ArrayList<>();

    private long blocks;

    /** Bytes that are neither a block nor free space; what is in front of them. */
    private record Lost(long start, long end, long preceding) {}

    SwappableWalk(
            SwappableHeap heap,
            Memory memory,
            OwnerNames owners,
            BlockSink sink,
            KernelLayouts layouts) {
        this.heap = heap;
        this.wrong = new ArrayList<>(heap.wrong());
        this.memory = memory;
        AddressSpace space = memory.space();
        this.sink = sink;
        this.writer = new BlockWriter(sink, space, memory.present(), owners);
        this.header = new SwappableHeader(space);
        this.other = new SwappableHeader(space);
        this.bytes = new HexBytes(space);
        this.selectors = SelectorCheck.of(memory);
        this.free = FreeSpace.of(heap, memory, layouts);
    }

    /** Reports the whole heap. */
    void walk() {
        writer.begin(heap.address(), heap.endReserved(), "swappable heap");
        long at = first();
        writer.heapHeader(at);
        free.broken().forEach(this::descriptor);
        long preceding = 0;
        int flags = 0;
        while (at < heap.endCommitted()) {
            if ((++blocks & PROGRESS_MASK) == 0) {
                memory.progress().checkCancelled();
            }
            long end = free.beginsAt(at) ? endOfFree(at) : at;
            if (end > at) {
                writer.free(end);
                flags = 0;
                at = end;
            } else if (!free.beginsAt(at) && isBlock(header, at) && !isTooLong(at)) {
                selector();
                inside();
                writer.swappable(header, flags);
                preceding = at;
                at = header.end();
            } else {
                at = lost(at, preceding);
                preceding = 0;
                flags = isEdge(at) ? 0 : BlockSink.FOUND_STRONG;
            }
        }
        writer.uncommitted(heap.endReserved());
        lost.removeIf(this::isExplained);
        if (free.isWhole() && lost.size() > 1 && free.endsBefore(lost.getFirst().start)) {
            chainThatEnds();
        } else if (free.isWhole()) {
            lost.forEach(this::unexplained);
        }
        if (!wrong.isEmpty()) {
            report(
                    WrongField.RULE,
                    heap.address(),
                    Severity.ERROR,
                    "wrong in the header of heap %s: %s"
                            .formatted(Addresses.hex(heap.address()), WrongField.names(wrong)),
                    WrongField.expected(wrong),
                    WrongField.actual(wrong));
        }
    }

    /** The first block; where the header is wrong, the first from which blocks lead on. */
    private long first() {
        boolean isKnown =
                heap.wrong().stream().noneMatch(field -> field.name().equals(SwappableHeap.FIRST));
        if (isKnown && (isBoundary(heap.first()) || isAbsent(heap.first()))) {
            return heap.first();
        }
        long end = isKnown ? heap.first() : heap.endCommitted();
        long found =
                search(
                        heap.lowest() - SwappableHeader.UNIT,
                        free.after(heap.lowest() - 1, end),
                        heap.endCommitted());
        if (found == heap.endCommitted()) {
            return heap.first();
        }
        if (isKnown && found != heap.first()) {
            wrong.add(new WrongField(SwappableHeap.FIRST, found, heap.first()));
        }
        return found;
    }

    private boolean isBlock(SwappableHeader block, long at) {
        return block.read(at) && block.owner() != 0 && block.end() <= heap.endCommitted();
    }

    private boolean isEdge(long at) {
        return at == heap.endCommitted() || free.beginsAt(at);
    }

    /** Whether a block, free space or the end of the heap can be at an address. */
    private boolean isBoundary(long at) {
        return isEdge(at) || isBlock(other, at);
    }

    private boolean isAbsent(long at) {
        return memory.present().find(at) < 0;
    }

    /**
     * Whether a block ends at no boundary, and free space begins inside of it, or blocks do that
     * lead past its end. Those that end in it are stale.
     */
    private boolean isTooLong(long at) {
        long end = header.end();
        if (isBoundary(end) || isAbsent(end)) {
            return false;
        }
        if (isTooShort(end)) {
            return true;
        }
        long next = free.after(at, end);
        boolean isFree = next < end && boundaryBehindFree(next) > next;
        if (!isFree) {
            next = search(at, end, free.after(end, heap.endCommitted()));
        }
        if (!isFree && !isPassing(next, end)) {
            return false;
        }
        report(
                "os2.block-size",
                at,
                Severity.ERROR,
                "block %s of %s bytes reaches into the one at %s"
                        .formatted(
                                Addresses.hex(at),
                                Addresses.hex(header.size()),
                                Addresses.hex(next)),
                Addresses.hex(next - at),
                Addresses.hex(header.size()));
        return true;
    }

    /** Whether blocks or free space go on so near behind a block that no other one has room. */
    private boolean isTooShort(long end) {
        long next = end + SwappableHeader.UNIT;
        boolean goesOn =
                free.beginsAt(next)
                        ? boundaryBehindFree(next) > next
                        : isConfirmed(next, free.after(next, heap.endCommitted()));
        if (goesOn) {
            report(
                    "os2.block-size",
                    header.address(),
                    Severity.ERROR,
                    "block %s of %s bytes ends in front of the one at %s"
                            .formatted(
                                    Addresses.hex(header.address()),
                                    Addresses.hex(header.size()),
                                    Addresses.hex(next)),
                    Addresses.hex(next - header.address()),
                    Addresses.hex(header.size()));
        }
        return goesOn;
    }

    /** Whether the blocks from an address on lead past another one without one that ends there. */
    private boolean isPassing(long start, long end) {
        long at = start;
        while (at < end && isBlock(other, at)) {
            at = other.end();
        }
        return start < end && at > end;
    }

    /** The handbook says that sizes are in dwords; whichever leads to a boundary counts. */
    private long boundaryBehindFree(long at) {
        long size = free.size(at);
        for (long end : new long[] {at + size * Integer.BYTES, at + size}) {
            if (end > at && end <= free.after(at, heap.endCommitted()) && isBoundary(end)) {
                return end;
            }
        }
        return at;
    }

    private long endOfFree(long at) {
        long size = free.size(at);
        long end = boundaryBehindFree(at);
        if (end > at) {
            return end;
        }
        long documented = at + size * Integer.BYTES;
        if (documented > at && documented < heap.endCommitted() && isAbsent(documented)) {
            return documented;
        }
        report(
                DESCRIPTOR,
                at,
                Severity.ERROR,
                "the descriptor of free space at " + Addresses.hex(at) + " leads to no block",
                "",
                Addresses.hex(size));
        explained.add(size);
        return at;
    }

    /** Free space that a descriptor tells of in the middle of the block that was read. */
    private void inside() {
        long block = header.address();
        long end = header.end();
        for (long at = free.after(block, end); at < end; at = free.after(at, end)) {
            report(
                    DESCRIPTOR,
                    at,
                    Severity.ERROR,
                    "the descriptor of free space at %s leads into block %s"
                            .formatted(Addresses.hex(at), Addresses.hex(block)),
                    "",
                    Addresses.hex(free.size(at)));
            explained.add(free.size(at));
        }
    }

    private void descriptor(FreeSpace.Broken broken) {
        report(DESCRIPTOR, broken.address(), Severity.ERROR, broken.summary(), "", broken.actual());
        explained.add(broken.size());
    }

    private long lost(long at, long preceding) {
        boolean absent = isAbsent(at);
        long next = free.after(at, heap.endCommitted());
        long found = search(at, next, next);
        boolean told = free.beginsAt(at) || isBlock(other, at);
        boolean adjoins = !lost.isEmpty() && lost.getLast().end == at;
        if (!absent && free.beginsAt(at) && adjoins) {
            Lost before = lost.removeLast();
            lost.add(new Lost(before.start, found, before.preceding));
        } else if (!absent && !told) {
            lost.add(new Lost(at, found, preceding));
        }
        writer.gap(found, absent ? writer.whyAbsent() : Absence.CORRUPT);
        return found;
    }

    /** What no block and no descriptor tells of may be the free space of a broken descriptor. */
    private boolean isExplained(Lost gap) {
        long size = gap.end - gap.start;
        return explained.remove(Long.valueOf(size / Integer.BYTES))
                || explained.remove(Long.valueOf(size));
    }

    /** Several ranges behind all free space that is known are free space without descriptors. */
    private void chainThatEnds() {
        report(
                DESCRIPTOR,
                free.last(),
                Severity.ERROR,
                "the chain of free space ends at %s, but %d ranges from %s on belong to no block"
                        .formatted(
                                Addresses.hex(free.last()),
                                lost.size(),
                                Addresses.hex(lost.getFirst().start)),
                "a further descriptor",
                "none");
    }

    private void unexplained(Lost gap) {
        report(
                "os2.block-header",
                gap.start,
                Severity.ERROR,
                "%s is neither a block header nor free space%s"
                        .formatted(
                                Addresses.hex(gap.start),
                                gap.preceding == 0
                                        ? ""
                                        : "; the preceding block is at "
                                                + Addresses.hex(gap.preceding)),
                "",
                "");
    }

    /**
     * The first header between two addresses that is confirmed by what follows.
     *
     * @param from the header is behind it
     * @param to the header is in front of it
     * @param end where the blocks that follow must end
     */
    private long search(long from, long to, long end) {
        Islands present = memory.present().between(from, to);
        for (int i = 0; i < present.count(); i++) {
            long unit = SwappableHeader.UNIT;
            long at = heap.first() + (present.start(i) - heap.first() + unit - 1) / unit * unit;
            at = Math.max(at, from + unit);
            for (; at < present.end(i); at += unit) {
                if (at % CHECKED == 0) {
                    memory.progress().checkCancelled();
                }
                if (isConfirmed(at, end)) {
                    return at;
                }
            }
        }
        return to;
    }

    private boolean isConfirmed(long start, long to) {
        long at = start;
        for (int i = 0; i <= CONFIRMING; i++) {
            if (at == to && i > 0) {
                return true;
            }
            if (!isBlock(other, at) || other.end() > to) {
                return false;
            }
            at = other.end();
        }
        return true;
    }

    private void selector() {
        long data = header.address() + SwappableHeader.LAYOUT.size();
        selectors
                .check(header.selector(), header.address(), data, header.end() - data)
                .ifPresent(
                        problem ->
                                report(
                                        problem.rule(),
                                        header.address(),
                                        Severity.WARNING,
                                        problem.summary(),
                                        problem.expected(),
                                        problem.actual()));
    }

    private void report(
            String rule,
            long at,
            Severity severity,
            String summary,
            String expected,
            String actual) {
        sink.anomaly(
                new Anomaly(
                        rule,
                        at,
                        severity,
                        Confidence.CERTAIN,
                        summary,
                        expected,
                        actual,
                        bytes.hex(at, SwappableHeader.LAYOUT.size())));
    }
}
