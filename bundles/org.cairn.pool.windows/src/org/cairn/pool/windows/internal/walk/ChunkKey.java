package org.cairn.pool.windows.internal.walk;

import org.cairn.memory.MemoryCursor;
import org.cairn.pool.windows.internal.layout.ChunkHeader;
import org.cairn.pool.windows.internal.layout.PoolHeader;

/**
 * What the chunk headers in front of pool blocks have in common, whichever page they are in: bits
 * of the key of all heaps. Two blocks of one page tell it, when their sizes differ and the words in
 * front of them agree but for these sizes; most pages decide. For one thread.
 */
final class ChunkKey {
    /**
     * A chunk is longer than its block by the unit of its own header, or by one more where the rest
     * would have been too short for a free chunk.
     */
    private static final int LEAST_MORE = 1;

    private static final int MOST_MORE = 2;

    /** Headers are compared with so many behind them. */
    private static final int NEAR = 4;

    private final PoolHeader header;
    private final ChunkHeader chunk;
    private final MemoryCursor cursor;
    private long key;
    private int votes;

    /**
     * Prepares.
     *
     * @param header of pool blocks
     * @param chunk header of chunks
     * @param cursor that stands at the page in question
     */
    ChunkKey(PoolHeader header, ChunkHeader chunk, MemoryCursor cursor) {
        this.header = header;
        this.chunk = chunk;
        this.cursor = cursor;
    }

    /**
     * Learns from a page.
     *
     * @param found headers in it
     */
    void learn(LooseHeaders found) {
        for (int i = 0; i < found.count(); i++) {
            int at = (int) found.address(i) & PoolHeader.PAGE - 1;
            int last = Math.min(found.count() - 1, i + NEAR);
            for (int j = i + 1; at >= chunk.bytes() && j <= last; j++) {
                int other = (int) found.address(j) & PoolHeader.PAGE - 1;
                if (found.size(i) != found.size(j) && agree(at, other)) {
                    return;
                }
            }
        }
    }

    private boolean agree(int at, int other) {
        for (int i = LEAST_MORE; i <= MOST_MORE; i++) {
            long one = word(at - chunk.bytes(), i);
            for (int j = LEAST_MORE; j <= MOST_MORE; j++) {
                if (((one ^ word(other - chunk.bytes(), j)) & chunk.inPage()) == 0) {
                    vote(one & chunk.inAll());
                    return true;
                }
            }
        }
        return false;
    }

    private void vote(long seen) {
        if (votes == 0) {
            key = seen;
        }
        votes += key == seen ? 1 : -1;
    }

    /** The word at an offset in the page, without the offset and the size of the block behind. */
    private long word(int at, int more) {
        int block = at + chunk.bytes();
        long units = block < PoolHeader.PAGE ? header.blockSize().get((int) cursor.u32(block)) : 0;
        return cursor.pointer(at, chunk.wordBytes()) ^ at ^ units + more << chunk.sizeShift();
    }

    /** Whether the header of a chunk in use with a pool block stands at an offset in the page. */
    boolean isInUse(int at) {
        boolean known =
                votes > 0
                        && at >= 0
                        && at < PoolHeader.PAGE
                        && (cursor.u32(at + chunk.spareOffset()) & chunk.spare()) == 0;
        for (int more = LEAST_MORE; known && more <= MOST_MORE; more++) {
            if (((word(at, more) ^ key) & chunk.inAll()) == 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a chunk's header, in use or free, stands behind a block.
     *
     * @param end offset of the end of the block in the page
     */
    boolean isBehind(int end) {
        for (int at = end;
                at <= end + (MOST_MORE - LEAST_MORE) * header.unit();
                at += header.unit()) {
            if (isInUse(at) || isFree(at)) {
                return true;
            }
        }
        return false;
    }

    private boolean isFree(int at) {
        return votes > 0
                && chunk.inFree() != 0
                && at < PoolHeader.PAGE
                && ((word(at, 0) ^ key) & chunk.inFree()) == 0;
    }

    /** The size of the header. */
    int bytes() {
        return chunk.bytes();
    }
}
