package org.cairn.heap.windows.internal.segment.walk;

import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.windows.internal.segment.layout.SegmentLayout;
import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Run;

/**
 * Passes the parts of a segment on, in ascending order. Parts that nobody uses may be uncommitted
 * in the middle: what is committed of them is reported as a block, the rest as an uncommitted
 * range; adjacent ranges of one nature become one.
 */
final class Emitter {
    private final AddressSpace space;
    private final BlockSink sink;
    private final Kinds kinds;
    private final Commitment commitment;
    private long presentFrom;
    private long presentLast = -1;
    private boolean anyPresent;
    private long pendingStart;
    private long pendingSize;
    private boolean pendingUncommitted;
    private Absence pendingReason = Absence.NOT_CAPTURED;
    private boolean whole = true;

    Emitter(AddressSpace space, BlockSink sink, Commitment commitment) {
        this.space = space;
        this.sink = sink;
        this.kinds = Kinds.of(sink);
        this.commitment = commitment;
    }

    Kinds kinds() {
        return kinds;
    }

    /** Whether there was no gap so far. */
    boolean isWhole() {
        return whole;
    }

    /** Begins a segment. */
    void segment(long start, long size, String kind) {
        flush();
        sink.segment(start, size, kind);
    }

    /** Reports a block in use. */
    void busy(long address, long size, long user, long userSize, int kind, int flags) {
        flush();
        sink.block(
                address,
                size,
                user,
                userSize,
                BlockState.BUSY,
                kind,
                BlockSink.NO_OWNER,
                isPresent(address, size) ? flags : flags | BlockSink.DATA_ABSENT);
    }

    /**
     * Reports a free block.
     *
     * @param address of it
     * @param size bytes
     * @param header bytes of its header
     * @param kind of block
     * @param flags for the sink
     */
    void free(long address, long size, int header, int kind, int flags) {
        parts(address, size, header, BlockState.FREE, kind, flags);
    }

    /** Reports bytes that the allocator itself uses, or that belong to no block. */
    void metadata(long address, long size, int kind) {
        parts(address, size, 0, BlockState.METADATA, kind, 0);
    }

    /** Reports a range whose blocks are unknown; what of it is uncommitted is said so. */
    void gap(long start, long size, Absence why) {
        long at = start;
        long end = start + size;
        while (at != end) {
            long next = partEnd(at, end);
            if (isUncommitted(at)) {
                pend(at, next - at, true, why);
            } else {
                whole = false;
                pend(at, next - at, false, why);
            }
            at = next;
        }
    }

    /** Passes on what waits for more of its nature. */
    void flush() {
        if (pendingSize != 0) {
            if (pendingUncommitted) {
                sink.uncommitted(pendingStart, pendingSize);
            } else {
                sink.gap(pendingStart, pendingSize, pendingReason);
            }
            pendingSize = 0;
        }
    }

    /**
     * Where the committed part of a block ends whose last pages may be uncommitted.
     *
     * @param least an address up to which it is committed in any case
     * @param end where the block ends
     * @return {@code end} less the uncommitted pages before it
     */
    long committedEnd(long least, long end) {
        long at = end;
        while (Long.compareUnsigned(at - SegmentLayout.PAGE, least) >= 0
                && isUncommitted(at - SegmentLayout.PAGE)) {
            at -= SegmentLayout.PAGE;
        }
        return at;
    }

    /** Whether all bytes of a range are in the dump. */
    boolean isPresent(long address, long size) {
        long last = address + size - 1;
        long at = address;
        while (contains(at)) {
            if (Long.compareUnsigned(last, presentLast) <= 0) {
                return true;
            }
            at = presentLast + 1;
        }
        return false;
    }

    private boolean contains(long address) {
        if (anyPresent
                && Long.compareUnsigned(presentFrom, address) <= 0
                && Long.compareUnsigned(address, presentLast) <= 0) {
            return true;
        }
        if (space.runAt(address) instanceof Run.Mapped run) {
            presentFrom = run.start();
            presentLast = run.last();
            anyPresent = true;
            return true;
        }
        return false;
    }

    private void parts(long address, long size, int header, BlockState state, int kind, int flags) {
        if (size == 0) {
            return;
        }
        if (isPresent(address, size)) {
            part(address, size, header, state, kind, flags);
            return;
        }
        long at = address;
        long end = address + size;
        while (at != end) {
            long next = partEnd(at, end);
            if (isUncommitted(at)) {
                pend(at, next - at, true, Absence.UNMAPPED);
            } else if (at == address) {
                part(at, next - at, header, state, kind, flags);
            } else {
                part(at, next - at, 0, state, kind, flags | BlockSink.INFERRED);
            }
            at = next;
        }
    }

    private void part(long address, long size, int header, BlockState state, int kind, int flags) {
        flush();
        int skipped = (int) Math.min(header, size);
        sink.block(
                address,
                size,
                address + skipped,
                size - skipped,
                state,
                kind,
                BlockSink.NO_OWNER,
                isPresent(address, size) ? flags : flags | BlockSink.DATA_ABSENT);
    }

    /** Where the stretch that is committed, or is not, ends. */
    private long partEnd(long from, long end) {
        boolean uncommitted = isUncommitted(from);
        long at = from;
        while (true) {
            if (contains(at)) {
                at =
                        Long.compareUnsigned(presentLast - at, end - 1 - at) < 0
                                ? presentLast + 1
                                : end;
            } else {
                long next = (at & -SegmentLayout.PAGE) + SegmentLayout.PAGE;
                at = next - at < end - at ? next : end;
            }
            if (at == end || isUncommitted(at) != uncommitted) {
                return at;
            }
        }
    }

    private boolean isUncommitted(long address) {
        return !contains(address) && !commitment.isCommitted(address & -SegmentLayout.PAGE);
    }

    private void pend(long start, long size, boolean uncommitted, Absence why) {
        boolean joins =
                pendingSize != 0
                        && pendingStart + pendingSize == start
                        && pendingUncommitted == uncommitted
                        && (uncommitted || pendingReason == why);
        if (joins) {
            pendingSize += size;
        } else {
            flush();
            pendingStart = start;
            pendingSize = size;
            pendingUncommitted = uncommitted;
            pendingReason = why;
        }
    }
}
