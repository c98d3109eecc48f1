package org.cairn.pool.windows.internal.walk;

import org.cairn.memory.MemoryCursor;
import org.cairn.pool.windows.internal.layout.PoolHeader;

/**
 * The blocks of one page. A page of small blocks is covered by them without rest: each header names
 * the size of its own block and of the one before. For one thread; used again for each page.
 */
public final class PoolPage {
    private static final int MAX_BLOCKS = PoolHeader.PAGE / Long.BYTES;

    private final PoolHeader header;
    private final MemoryCursor cursor;
    private final int[] offsets = new int[MAX_BLOCKS + 1];
    private final int[] words = new int[MAX_BLOCKS];
    private int count;
    private int end;
    private boolean present;
    private long address;

    /**
     * Prepares.
     *
     * @param header of this version
     * @param cursor of the kernel's memory
     */
    public PoolPage(PoolHeader header, MemoryCursor cursor) {
        this.header = header;
        this.cursor = cursor;
    }

    /**
     * Reads a page whose bytes are there.
     *
     * @param page its address
     * @return whether it is covered by blocks without rest
     */
    public boolean read(long page) {
        count = 0;
        address = page;
        present = cursor.seek(page, PoolHeader.PAGE);
        return present && follow(0, 0);
    }

    /** Whether all bytes of the page that was read last are there. */
    public boolean isPresent() {
        return present;
    }

    /**
     * Follows the blocks from an offset in the page that was read last.
     *
     * @param from a multiple of the unit
     * @param previous the size in units that the first of them should name for the block before; -1
     *     when any will do
     * @return whether they lead to the end of the page
     */
    public boolean follow(int from, int previous) {
        int at = from;
        int before = previous;
        count = 0;
        while (at < PoolHeader.PAGE) {
            int word = (int) cursor.u32(at);
            int size = header.blockSize().get(word);
            int bytes = size * header.unit();
            if (before >= 0 && header.previousSize().get(word) != before
                    || size == 0
                    || bytes > PoolHeader.PAGE - at
                    || !header.code().isPlausible(header.poolType().get(word))) {
                end = at;
                return false;
            }
            offsets[count] = at;
            words[count++] = word;
            before = size;
            at += bytes;
        }
        end = at;
        return true;
    }

    /** The address of the page that was read last. */
    public long address() {
        return address;
    }

    /** The number of blocks that were followed. */
    public int count() {
        return count;
    }

    /** Where the blocks that were followed end: the end of the page, or a header that is wrong. */
    public int end() {
        return end;
    }

    /** The offset of a block in the page. */
    public int offset(int block) {
        return offsets[block];
    }

    /** The first four bytes of the header of a block. */
    public int word(int block) {
        return words[block];
    }

    /** The first four bytes at an offset. */
    public int wordAt(int offset) {
        return (int) cursor.u32(offset);
    }

    /** The tag of a block at an offset. */
    public int tagAt(int offset) {
        return (int) cursor.u32(offset + PoolHeader.TAG);
    }

    /** A pointer at an offset. */
    public long pointerAt(int offset) {
        return cursor.pointer(offset, header.pointerSize());
    }

    /** The header's layout. */
    public PoolHeader header() {
        return header;
    }
}
