package org.cairn.heap.windows.internal.walk;

import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.windows.internal.layout.EntryFormat;
import org.cairn.heap.windows.internal.layout.Family;
import org.cairn.heap.windows.internal.memory.HeapHeader;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.heap.windows.internal.memory.SortedAddresses;
import org.cairn.heap.windows.internal.memory.UnusedBytes;
import org.cairn.memory.Addresses;

/**
 * Turns the entries of one heap into blocks: state, kind, requested size. Entries of a segment come
 * in ascending order, so that those on lookaside lists are merged in by address.
 */
final class EntrySink {
    private final HeapMemory memory;
    private final Family family;
    private final EntryFormat entry;
    private final BlockSink sink;
    private final Kinds kinds;
    private final Report report;
    private final FreeLists lists;
    private final FreeTally free;
    private final FrontEnd front;
    private final SortedAddresses cached;
    private final SortedAddresses watched;
    private final long frontEnd;
    private final int unit;
    private int watchedIndex;
    private long nextWatched;

    EntrySink(
            HeapMemory memory,
            HeapHeader heap,
            BlockSink sink,
            Report report,
            FreeLists lists,
            FreeTally free,
            SortedAddresses cached,
            FrontEnd front,
            SortedAddresses containers) {
        this.memory = memory;
        this.family = memory.layout().family();
        this.entry = memory.layout().entry();
        this.sink = sink;
        this.kinds = Kinds.of(sink);
        this.report = report;
        this.lists = lists;
        this.free = free;
        this.unit = memory.layout().unit();
        this.frontEnd = heap.frontEndHeap() - unit;
        this.front = front;
        this.cached = cached;
        this.watched = cached.and(containers).with(frontEnd);
    }

    Kinds kinds() {
        return kinds;
    }

    /** Goes on at another address: a segment begins, or some entries are unknown. */
    void moveTo(long address) {
        free.forgetNeighbour();
        watch(address);
    }

    /** Takes note that the entries of a range are not known, and goes on behind it. */
    void unknown(long from, long to) {
        free.unknown(from, to);
        watch(to);
    }

    /** Expects the first watched entry from an address on. */
    private void watch(long address) {
        watchedIndex = watched.firstFrom(address);
        nextWatched = watchedIndex < watched.size() ? watched.get(watchedIndex) : -1L;
    }

    /**
     * Reports an entry behind which another one follows.
     *
     * @param at its address
     * @param header decoded
     * @param flags for the sink
     */
    void entry(long at, long header, int flags) {
        int bits = entry.flags(header);
        long bytes = entry.bytes(header);
        if ((bits & EntryFormat.BUSY) == 0) {
            free(at, bytes, flags);
            return;
        }
        int unused = entry.unusedBytes(header);
        long requested = bytes - unused;
        if ((bits & EntryFormat.INTERNAL) != 0
                || unused < EntryFormat.MIN_UNUSED
                || unused == EntryFormat.UNUSED_EXTENDED
                || requested < 0
                || bytes == unit
                || Long.compareUnsigned(nextWatched, at) <= 0) {
            unusual(at, header, flags);
        } else {
            sink.block(
                    at,
                    bytes,
                    at + unit,
                    requested,
                    BlockState.BUSY,
                    kinds.backEnd(),
                    BlockSink.NO_OWNER,
                    flags);
        }
    }

    /**
     * Reports an entry that ends where the committed memory ends: from Vista on it holds no
     * caller's data, but the {@code _HEAP_UCR_DESCRIPTOR} of the range that follows, unless the
     * segment is committed to its end.
     */
    void lastEntry(long at, long header, int flags) {
        if (family == Family.NT6
                && entry.isBusy(header)
                && entry.unusedBytes(header) < EntryFormat.MIN_UNUSED) {
            metadata(at, header, kinds.lastEntry(), flags);
        } else {
            entry(at, header, flags);
        }
    }

    /** Reports the entry of {@code _HEAP} or {@code _HEAP_SEGMENT}. */
    void segmentHeader(long at, long header) {
        metadata(at, header, kinds.segmentHeader(), 0);
    }

    /**
     * Reports a block whose header is damaged, but whose neighbours say where it lies.
     *
     * @param at its address
     * @param bytes its size
     */
    void inferred(long at, long bytes) {
        if (lists.members().contains(at)) {
            free(at, bytes, BlockSink.INFERRED);
        } else if (family != Family.NT6 || !front.divide(at, bytes, 0)) {
            sink.block(
                    at,
                    bytes,
                    at + unit,
                    room(bytes),
                    BlockState.BUSY,
                    kinds.backEnd(),
                    BlockSink.NO_OWNER,
                    BlockSink.INFERRED);
        }
    }

    private void metadata(long at, long header, int kind, int flags) {
        long bytes = entry.bytes(header);
        sink.block(
                at,
                bytes,
                at + unit,
                bytes - unit,
                BlockState.METADATA,
                kind,
                BlockSink.NO_OWNER,
                flags);
    }

    /**
     * The most that a caller can use: on x64 the data runs on into the next header's first half.
     */
    private long room(long bytes) {
        return bytes - unit + entry.compact();
    }

    /**
     * Reports a busy entry that is more than a caller's block. In ReactOS a single unit is a guard
     * without data, before each uncommitted range and where such a range once was: the 32-bit heap
     * dump has two side by side.
     */
    private void unusual(long at, long header, int flags) {
        long bytes = entry.bytes(header);
        int unused = entry.unusedBytes(header);
        boolean special = isWatched(at);
        boolean own =
                family == Family.NT6
                        && (entry.flags(header) & EntryFormat.INTERNAL) != 0
                        && unused >= EntryFormat.MIN_UNUSED;
        if ((special || own) && at != frontEnd && front.divide(at, bytes, flags)) {
            return;
        }
        if (special && at != frontEnd && cached.contains(at)) {
            sink.block(
                    at,
                    bytes,
                    at + unit,
                    bytes - unit,
                    BlockState.FREE,
                    kinds.lookaside(),
                    BlockSink.NO_OWNER,
                    flags | BlockSink.CACHED);
        } else if (family == Family.REACTOS && bytes == unit) {
            metadata(at, header, kinds.lastEntry(), flags);
        } else if (at == frontEnd || unused < EntryFormat.MIN_UNUSED || own) {
            metadata(at, header, kinds.internal(), flags);
        } else {
            sink.block(
                    at,
                    bytes,
                    at + unit,
                    requested(at, header),
                    BlockState.BUSY,
                    kinds.backEnd(),
                    BlockSink.NO_OWNER,
                    flags);
        }
    }

    private long requested(long at, long header) {
        long bytes = entry.bytes(header);
        long unused = UnusedBytes.of(memory, at, header);
        if (unused <= bytes) {
            return bytes - unused;
        }
        report.tell(
                Rule.UNUSED_BYTES,
                at,
                "block " + Addresses.hex(at) + " has more unused bytes than bytes",
                "at most " + Addresses.hex(bytes),
                Addresses.hex(unused));
        return room(bytes);
    }

    /** Whether an entry is on a lookaside list or holds the front end. */
    private boolean isWatched(long at) {
        while (watchedIndex < watched.size() && Long.compareUnsigned(nextWatched, at) < 0) {
            if (cached.contains(nextWatched)) {
                report.tell(
                        Rule.LOOKASIDE,
                        nextWatched,
                        "lookaside list holds "
                                + Addresses.hex(nextWatched)
                                + ", which is no busy block");
            }
            watch(nextWatched + 1);
        }
        if (nextWatched != at) {
            return false;
        }
        watch(at + 1);
        return true;
    }

    private void free(long at, long bytes, int flags) {
        free.found(at, bytes);
        sink.block(
                at,
                bytes,
                at + unit,
                bytes - unit,
                BlockState.FREE,
                kinds.backEnd(),
                BlockSink.NO_OWNER,
                flags);
    }
}
