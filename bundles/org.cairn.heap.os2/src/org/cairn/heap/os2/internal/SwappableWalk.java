package org.cairn.heap.os2.internal;

import org.cairn.dump.DumpSelector;
import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockSink;
import org.cairn.heap.Confidence;
import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Addresses;
import org.cairn.system.os2.KernelLayouts;

import java.util.NavigableMap;

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

    private static final int PROGRESS_MASK = (1 << 12) - 1;

    private final SwappableHeap heap;
    private final Memory memory;
    private final AddressSpace space;
    private final BlockSink sink;
    private final BlockWriter writer;
    private final SwappableHeader header;
    private final SwappableHeader other;
    private final HexBytes bytes;
    private final NavigableMap<Long, Long> free;
    private long blocks;

    SwappableWalk(
            SwappableHeap heap,
            Memory memory,
            OwnerNames owners,
            BlockSink sink,
            KernelLayouts layouts) {
        this.heap = heap;
        this.memory = memory;
        this.space = memory.space();
        this.sink = sink;
        this.writer = new BlockWriter(sink, space, memory.present(), owners);
        this.header = new SwappableHeader(space);
        this.other = new SwappableHeader(space);
        this.bytes = new HexBytes(space);
        this.free = heap.free(space, layouts);
    }

    /** Reports the whole heap. */
    void walk() {
        writer.begin(heap.address(), heap.endReserved(), "swappable heap");
        writer.heapHeader(heap.first());
        long at = heap.first();
        int flags = 0;
        while (at < heap.endCommitted()) {
            if ((++blocks & PROGRESS_MASK) == 0) {
                memory.progress().checkCancelled();
            }
            long end = free.containsKey(at) ? endOfFree(at) : at;
            if (end > at) {
                writer.free(end);
                flags = 0;
                at = end;
            } else if (isBlock(header, at)) {
                selector();
                writer.swappable(header, flags);
                at = header.end();
            } else {
                at = lost(at);
                flags =
                        free.containsKey(at) || at == heap.endCommitted()
                                ? 0
                                : BlockSink.FOUND_STRONG;
            }
        }
        writer.uncommitted(heap.endReserved());
    }

    private boolean isBlock(SwappableHeader block, long at) {
        return block.read(at) && block.owner() != 0 && block.end() <= heap.endCommitted();
    }

    /** Whether a block, free space or the end of the heap can be at an address. */
    private boolean isBoundary(long at) {
        return at == heap.endCommitted() || free.containsKey(at) || isBlock(other, at);
    }

    /** The handbook says that sizes are in dwords; whichever unit leads to a boundary counts. */
    private long endOfFree(long at) {
        long size = free.getOrDefault(at, 0L);
        for (long end : new long[] {at + size * Integer.BYTES, at + size}) {
            if (end > at && end <= heap.endCommitted() && isBoundary(end)) {
                return end;
            }
        }
        long documented = at + size * Integer.BYTES;
        if (documented > at
                && documented < heap.endCommitted()
                && memory.present().find(documented) < 0) {
            return documented;
        }
        report(
                "os2.free-descriptor",
                at,
                "the descriptor of free space at " + Addresses.hex(at) + " leads to no block",
                "",
                Addresses.hex(size));
        return at;
    }

    private long lost(long at) {
        boolean absent = memory.present().find(at) < 0;
        if (!absent) {
            report(
                    "os2.block-header",
                    at,
                    Addresses.hex(at) + " is neither a block header nor free space",
                    "",
                    "");
        }
        long next = free.containsKey(at) ? after(at) : after(at - 1);
        long found = search(at, next);
        writer.gap(found, absent ? writer.whyAbsent() : Absence.CORRUPT);
        return found;
    }

    private long after(long at) {
        return free.tailMap(at, false).keySet().stream().findFirst().orElse(heap.endCommitted());
    }

    /** The first header between two addresses that is confirmed by what follows. */
    private long search(long from, long to) {
        Islands present = memory.present().between(from, to);
        for (int i = 0; i < present.count(); i++) {
            long unit = SwappableHeader.UNIT;
            long at = heap.first() + (present.start(i) - heap.first() + unit - 1) / unit * unit;
            at = Math.max(at, from + unit);
            for (; at < present.end(i); at += unit) {
                if (at % CHECKED == 0) {
                    memory.progress().checkCancelled();
                }
                if (isConfirmed(at, to)) {
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
        if (header.selector() != 0
                && memory.descriptors().find(header.selector()) instanceof DumpSelector selector
                && selector.base() != data) {
            report(
                    "os2.selector",
                    header.address(),
                    "selector %s of block %s maps another address"
                            .formatted(
                                    Addresses.hex(header.selector()),
                                    Addresses.hex(header.address())),
                    Addresses.hex(data),
                    Addresses.hex(selector.base()));
        }
    }

    private void report(String rule, long at, String summary, String expected, String actual) {
        sink.anomaly(
                new Anomaly(
                        rule,
                        at,
                        rule.equals("os2.selector") ? Severity.WARNING : Severity.ERROR,
                        Confidence.CERTAIN,
                        summary,
                        expected,
                        actual,
                        bytes.hex(at, SwappableHeader.LAYOUT.size())));
    }
}
