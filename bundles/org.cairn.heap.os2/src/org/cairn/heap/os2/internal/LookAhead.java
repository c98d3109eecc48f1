package org.cairn.heap.os2.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.Progress;

/**
 * Goes from block to block up to the next header that is proven otherwise, before any of them is
 * reported: sizes are believed when they lead there.
 */
final class LookAhead {
    /** What stopped it. */
    enum Stop {
        /** It came to the proven header. */
        PROVEN,
        /** It came to the end of the heap. */
        END,
        /** The next header is absent. */
        ABSENT,
        /** No header can be where the last block ends. */
        NO_HEADER,
        /** A block passes the proven header. */
        TOO_LONG
    }

    /** A block that ends where no header is may come from so many wrong ones in front of it. */
    private static final int DOUBTED = 4;

    private static final int PROGRESS_MASK = (1 << 16) - 1;

    private final KnownHeaders known;
    private final Progress progress;
    private final ResidentHeader header;
    private final long[] last = new long[DOUBTED];
    private long blocks;
    private long at;
    private long proven;

    LookAhead(AddressSpace space, KnownHeaders known, Progress progress) {
        this.known = known;
        this.progress = progress;
        this.header = new ResidentHeader(space);
    }

    /** Goes ahead from a header to the first proven one behind it. */
    Stop from(long start) {
        proven = known.provenAfter(start);
        blocks = 0;
        at = start;
        while (at < proven) {
            if (!header.read(at)) {
                return Stop.ABSENT;
            }
            if (!header.isValid()) {
                return Stop.NO_HEADER;
            }
            while (header.end() > proven && known.isConfirmedFree(header)) {
                long next = known.provenAfter(proven);
                if (next == proven) {
                    break;
                }
                proven = next;
            }
            last[(int) (blocks++ % DOUBTED)] = at;
            if (header.end() > proven) {
                return Stop.TOO_LONG;
            }
            if (header.isEndOfHeap() && known.isEnd(at)) {
                return Stop.END;
            }
            at = header.end();
            if ((blocks & PROGRESS_MASK) == 0) {
                progress.checkCancelled();
            }
        }
        return Stop.PROVEN;
    }

    /** Where it stopped: the header that is proven, absent, none, or that of a too long block. */
    long at() {
        return at;
    }

    /** The proven header up to which it looked, or the end of the heap. */
    long proven() {
        return proven;
    }

    /** The first of the last few blocks, any of which may be wrong; where it stopped, if none. */
    long firstDoubted() {
        if (blocks == 0) {
            return at;
        }
        return blocks <= DOUBTED ? last[0] : last[(int) (blocks % DOUBTED)];
    }
}
