package org.cairn.pool.windows.internal.walk;

import org.cairn.memory.MemoryCursor;
import org.cairn.pool.windows.internal.layout.BitRange;
import org.cairn.pool.windows.internal.layout.PoolHeader;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The blocks of one page. A page of small blocks is covered by them without rest: each header names
 * the size of its own block and of the one before. For one thread; used again for each page.
 *
 * <p>A page that may be one is copied before its blocks are followed: that costs less than waiting
 * for each header, whose place only the one before tells.
 */
public final class PoolPage {
    private static final int PAGE = PoolHeader.PAGE;
    private static final int MAX_BLOCKS = PAGE / Long.BYTES;
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final PoolHeader header;
    private final MemoryCursor cursor;
    private final BitRange previousSize;
    private final BitRange blockSize;
    private final BitRange poolType;
    private final boolean[] plausible;
    private final int[] bytes = new int[PAGE / Integer.BYTES];
    private final int[] offsets = new int[MAX_BLOCKS + 1];
    private final int[] words = new int[MAX_BLOCKS];
    private int count;
    private int end;
    private boolean present;
    private boolean copied;
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
        previousSize = header.previousSize();
        blockSize = header.blockSize();
        poolType = header.poolType();
        plausible = new boolean[poolType.mask() + 1];
        for (int i = 0; i < plausible.length; i++) {
            plausible[i] = header.code().isPlausible(i);
        }
    }

    /**
     * Reads a page.
     *
     * @param page its address
     * @return whether its bytes are there and it is covered by blocks without rest
     */
    public boolean read(long page) {
        count = 0;
        end = 0;
        address = page;
        copied = false;
        present = cursor.seek(page, PAGE);
        return present && isFirst((int) cursor.u32(0)) && follow(0, 0);
    }

    /** Whether a page may begin with a header. */
    private boolean isFirst(int word) {
        return previousSize.get(word) == 0
                && blockSize.get(word) != 0
                && plausible[poolType.get(word)];
    }

    /** Copies the page that was read last, whose bytes are there, if that was not done yet. */
    void copy() {
        if (!copied) {
            copied = true;
            MemorySegment.copy(cursor.view(PAGE), U32, 0, bytes, 0, bytes.length);
        }
    }

    /** Whether all bytes of the page that was read last are there. */
    public boolean isPresent() {
        return present;
    }

    /**
     * Follows the blocks from an offset in the page that was read last, whose bytes are there.
     *
     * @param from a multiple of the unit
     * @param previous the size in units that the first of them should name for the block before; -1
     *     when any will do
     * @return whether they lead to the end of the page
     */
    public boolean follow(int from, int previous) {
        copy();
        int at = from;
        int before = previous;
        int blocks = 0;
        int unit = header.unit();
        while (at < PAGE) {
            int word = bytes[at / Integer.BYTES];
            int size = blockSize.get(word);
            if (before >= 0 && previousSize.get(word) != before
                    || size == 0
                    || size * unit > PAGE - at
                    || !plausible[poolType.get(word)]) {
                break;
            }
            offsets[blocks] = at;
            words[blocks++] = word;
            before = size;
            at += size * unit;
        }
        count = blocks;
        end = at;
        return at == PAGE;
    }

    /**
     * Gives a block another size in the copy of the page that was read last.
     *
     * @param offset of its header
     * @param units the size that the header behind it proves
     */
    void mend(int offset, int units) {
        int index = offset / Integer.BYTES;
        bytes[index] = blockSize.set(bytes[index], units);
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

    /** Whether one of the blocks that were followed begins at an offset. */
    boolean begins(int offset) {
        return Arrays.binarySearch(offsets, 0, count, offset) >= 0;
    }

    /** The offset of a block in the page. */
    public int offset(int block) {
        return offsets[block];
    }

    /** The first four bytes of the header of a block. */
    public int word(int block) {
        return words[block];
    }

    /** The first four bytes of a header at an offset in a page that was followed. */
    public int wordAt(int offset) {
        return bytes[offset / Integer.BYTES];
    }

    /** The tag of a block at an offset in a page that was followed. */
    public int tagAt(int offset) {
        return bytes[(offset + PoolHeader.TAG) / Integer.BYTES];
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
