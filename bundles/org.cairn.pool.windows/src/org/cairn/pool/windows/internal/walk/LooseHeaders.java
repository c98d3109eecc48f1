package org.cairn.pool.windows.internal.walk;

import org.cairn.heap.BlockSink;
import org.cairn.memory.MemoryCursor;
import org.cairn.pool.windows.internal.layout.BitRange;
import org.cairn.pool.windows.internal.layout.PoolHeader;
import org.cairn.pool.windows.internal.layout.TypeCode;
import org.cairn.pool.windows.internal.owner.PoolTag;

import java.util.Arrays;

/**
 * Headers of pool blocks, each recognised by its own fields: size, type, a tag of printable
 * characters. In pools that walk pages the neighbours must agree with it where they are there; in
 * segment pools {@code PreviousSize} is 0, or, in the second header of a cache-aligned block, leads
 * back to the first. Of two blocks that overlap, one is none: the weaker one, else the one inside.
 * For one thread.
 */
final class LooseHeaders {
    private static final int PAGE = PoolHeader.PAGE;
    private static final int MAX_BLOCKS = 1 << 21;
    private static final int FIRST_CAPACITY = 256;

    private final PoolHeader header;
    private final MemoryCursor cursor;
    private final boolean segments;
    private final int mark;
    private final BitRange poolType;
    private long[] addresses = new long[FIRST_CAPACITY];
    private int[] words = new int[FIRST_CAPACITY];
    private int[] tags = new int[FIRST_CAPACITY];
    private int[] headerBytes = new int[FIRST_CAPACITY];
    private boolean[] strong = new boolean[FIRST_CAPACITY];
    private int count;

    /**
     * Prepares.
     *
     * @param header of this version
     * @param cursor of the memory
     * @param segments whether blocks lie in segment heaps
     */
    LooseHeaders(PoolHeader header, MemoryCursor cursor, boolean segments) {
        this.header = header;
        this.cursor = cursor;
        this.segments = segments;
        poolType = header.poolType();
        mark = poolType.set(0, header.code().mark());
    }

    /** Forgets all headers. */
    void clear() {
        count = 0;
    }

    /** The number of blocks that were found. */
    int count() {
        return count;
    }

    /** The address of a block. */
    long address(int block) {
        return addresses[block];
    }

    /** The size of a block in bytes, as its header says. */
    int size(int block) {
        return header.size(words[block]);
    }

    /** Bytes before the user data of a block. */
    int headerBytes(int block) {
        return headerBytes[block];
    }

    /** The tag of a block. */
    int tag(int block) {
        return tags[block];
    }

    /** Whether a block is paged. */
    boolean isPaged(int block) {
        return (header.type(words[block]) & TypeCode.PAGED) != 0;
    }

    /** Whether a block has more in its favour than that nothing contradicts it. */
    boolean isStrong(int block) {
        return strong[block];
    }

    /** The flag that says how sure it is that a block is one. */
    int flag(int block) {
        return strong[block] ? BlockSink.FOUND_STRONG : BlockSink.FOUND_HINT;
    }

    /** Where a block ends. */
    long end(int block) {
        return addresses[block] + size(block);
    }

    /**
     * Looks for headers in a page, forgetting those before.
     *
     * @param page its address
     */
    void page(long page) {
        count = 0;
        for (int at = 0; at < PAGE; at += header.unit()) {
            if (cursor.seek(page + at, Long.BYTES)) {
                long first = cursor.u64(0);
                if (((int) first & mark) == mark && isHeader((int) first, tag(first))) {
                    take(page + at, (int) first, tag(first));
                }
            }
        }
    }

    private static int tag(long firstBytes) {
        return (int) (firstBytes >>> PoolHeader.TAG * Byte.SIZE);
    }

    /**
     * Looks for a header at an address, not below the one that was looked at before.
     *
     * @param at where it may be
     */
    void look(long at) {
        if (cursor.seek(at, header.bytes())) {
            int word = (int) cursor.u32(0);
            int tag = (int) cursor.u32(PoolHeader.TAG);
            if (isHeader(word, tag)) {
                take(at, word, tag);
            }
        }
    }

    private boolean isHeader(int word, int tag) {
        int stored = poolType.get(word);
        return stored != 0
                && PoolTag.isPrintable(tag)
                && !PoolTag.isProtected(tag)
                && header.size(word) > header.bytes()
                && header.code().isPlausible(stored);
    }

    private void take(long at, int word, int tag) {
        if (count == MAX_BLOCKS) {
            return;
        }
        int sure = segments ? ofSegment(at, word, tag) : ofPage(at, word);
        if (sure != 0) {
            add(at, word, tag, sure == BlockSink.FOUND_STRONG);
        }
    }

    /** How sure it is that a header of a segment pool is one; 0 when it is none. */
    private int ofSegment(long at, int word, int tag) {
        int type = header.type(word);
        int back = header.previousSize().get(word);
        if (back != 0) {
            if ((type & TypeCode.CACHE_ALIGNED) != 0 && count > 0) {
                second(at, back, tag);
            }
            return 0;
        }
        boolean usual = (type & ~(TypeCode.PAGED | TypeCode.CACHE_ALIGNED | TypeCode.QUOTA)) == 0;
        boolean clean = header.poolIndex().get(word) == 0;
        return usual && clean ? BlockSink.FOUND_STRONG : BlockSink.FOUND_HINT;
    }

    /** The second header of a cache-aligned block: the user data begins behind it. */
    private void second(long at, int back, int tag) {
        int before = count - 1;
        if (addresses[before] == at - (long) back * header.unit()
                && tags[before] == tag
                && Long.compareUnsigned(at + header.bytes(), end(before)) < 0) {
            headerBytes[before] = (int) (at - addresses[before]) + header.bytes();
        }
    }

    /** How sure it is that a header of a page of blocks is one; 0 when it is none. */
    private int ofPage(long at, int word) {
        int offset = (int) at & PAGE - 1;
        int size = header.size(word);
        int before = header.previousSize().get(word) * header.unit();
        if (offset + size > PAGE || before > offset || before == 0 != (offset == 0)) {
            return 0;
        }
        int agree = 0;
        if (offset + size < PAGE && cursor.seek(at + size, header.bytes())) {
            if (header.previousSize().get((int) cursor.u32(0)) * header.unit() != size) {
                return 0;
            }
            agree++;
        }
        if (before != 0 && cursor.seek(at - before, header.bytes())) {
            if (header.size((int) cursor.u32(0)) != before) {
                return 0;
            }
            agree++;
        }
        return agree > 0 ? BlockSink.FOUND_STRONG : BlockSink.FOUND_HINT;
    }

    private void add(long at, int word, int tag, boolean isStrong) {
        while (count > 0 && Long.compareUnsigned(at, end(count - 1)) < 0) {
            if (strong[count - 1] || !isStrong) {
                return;
            }
            count--;
        }
        if (count == addresses.length) {
            grow();
        }
        addresses[count] = at;
        words[count] = word;
        tags[count] = tag;
        headerBytes[count] = header.bytes();
        strong[count++] = isStrong;
    }

    private void grow() {
        int capacity = count * 2;
        addresses = Arrays.copyOf(addresses, capacity);
        words = Arrays.copyOf(words, capacity);
        tags = Arrays.copyOf(tags, capacity);
        headerBytes = Arrays.copyOf(headerBytes, capacity);
        strong = Arrays.copyOf(strong, capacity);
    }
}
