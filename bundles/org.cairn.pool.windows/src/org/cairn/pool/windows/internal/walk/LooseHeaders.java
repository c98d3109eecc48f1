package org.cairn.pool.windows.internal.walk;

import org.cairn.heap.BlockSink;
import org.cairn.memory.MemoryCursor;
import org.cairn.pool.windows.internal.kernel.KernelMemory;
import org.cairn.pool.windows.internal.layout.BitRange;
import org.cairn.pool.windows.internal.layout.PoolHeader;
import org.cairn.pool.windows.internal.layout.TypeCode;
import org.cairn.pool.windows.internal.owner.PoolTag;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Headers of pool blocks, each recognised by its own fields: size, type, a tag of printable
 * characters. In pools that walk pages the neighbours must agree with it where they are there; in
 * segment pools {@code PreviousSize} is 0. Of two blocks that overlap, one is none: the weaker one,
 * else the one inside. For one thread.
 */
final class LooseHeaders {
    private static final int PAGE = PoolHeader.PAGE;
    private static final int MAX_BLOCKS = 1 << 21;
    private static final int FIRST_CAPACITY = 256;

    /** The bits of the types that drivers ask for. */
    private static final int USUAL_TYPES = TypeCode.PAGED | TypeCode.CACHE_ALIGNED | TypeCode.QUOTA;

    /** The bits of a tag that no printable character has, nor an unprotected block. */
    private static final int TOP_BITS = 0x8080_8080;

    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final PoolHeader header;
    private final KernelMemory memory;
    private final MemoryCursor cursor;
    private final boolean segments;
    private final BitRange poolType;
    private final int[] candidates = new int[PAGE / Long.BYTES];

    /** Bits of the first eight bytes that are the same in each header, and what they are. */
    private final long looked;

    private final long mark;
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
     * @param memory with the headers
     * @param segments whether blocks lie in segment heaps
     */
    LooseHeaders(PoolHeader header, KernelMemory memory, boolean segments) {
        this.header = header;
        this.memory = memory;
        cursor = memory.space().cursor();
        this.segments = segments;
        poolType = header.poolType();
        mark = bits(poolType, header.code().mark());
        looked =
                mark
                        | (long) TOP_BITS << Integer.SIZE
                        | (segments ? bits(header.previousSize(), -1) : 0);
    }

    private static long bits(BitRange range, int value) {
        return Integer.toUnsignedLong(range.set(0, value));
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
     * Looks for headers in a page, forgetting those before. All are kept, also those whose blocks
     * overlap.
     *
     * @param page its address
     */
    void page(long page) {
        count = 0;
        if (!cursor.seek(page, PAGE)) {
            return;
        }
        int places = candidates(cursor.view(PAGE));
        for (int i = 0; i < places; i++) {
            if (cursor.seek(page + candidates[i], header.bytes())) {
                int word = (int) cursor.u32(0);
                int tag = (int) cursor.u32(PoolHeader.TAG);
                int sure = isHeader(word, tag) ? sure(page + candidates[i], word) : 0;
                if (sure != 0) {
                    keep(page + candidates[i], word, tag, sure);
                }
            }
        }
    }

    /** Where in a page a header may be: most places of most pages are ruled out by a few bits. */
    private int candidates(MemorySegment page) {
        long tested = looked;
        long wanted = mark;
        int unit = header.unit();
        int places = 0;
        for (int at = 0; at < PAGE; at += unit) {
            long first = page.get(U64, at);
            if ((first & tested) == wanted) {
                candidates[places++] = at;
            }
        }
        return places;
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
                && !isFilling(word, tag)
                && header.size(word) > header.bytes()
                && header.code().isPlausible(stored);
    }

    /** Whether the header is a run of one byte, as memory is filled with. */
    private static boolean isFilling(int word, int tag) {
        return tag == Integer.rotateLeft(tag, Byte.SIZE)
                && word >>> Short.SIZE == tag >>> Short.SIZE;
    }

    private void take(long at, int word, int tag) {
        boolean wraps = Long.compareUnsigned(at + header.size(word), at) < 0;
        if (count == MAX_BLOCKS || wraps) {
            return;
        }
        int sure = sure(at, word);
        if (sure != 0) {
            add(at, word, tag, sure);
        }
    }

    /** Whether a block has a type that drivers ask for. */
    boolean hasUsualType(int block) {
        return isUsualType(words[block]);
    }

    /** How sure it is that a header is one; 0 when it is none. */
    private int sure(long at, int word) {
        return segments ? ofSegment(word) : ofPage(at, word);
    }

    /** How sure it is that a header of a segment pool is one; 0 when it is none. */
    private int ofSegment(int word) {
        if (header.previousSize().get(word) != 0) {
            return 0;
        }
        boolean clean = header.poolIndex().get(word) == 0;
        return isUsualType(word) && clean ? BlockSink.FOUND_STRONG : BlockSink.FOUND_HINT;
    }

    private boolean isUsualType(int word) {
        return (header.type(word) & ~USUAL_TYPES) == 0;
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

    private void add(long at, int word, int tag, int sure) {
        while (count > 0 && Long.compareUnsigned(at, end(count - 1)) < 0) {
            if (strong[count - 1] || sure != BlockSink.FOUND_STRONG) {
                return;
            }
            count--;
        }
        keep(at, word, tag, sure);
    }

    private void keep(long at, int word, int tag, int sure) {
        if (count == addresses.length) {
            grow();
        }
        addresses[count] = at;
        words[count] = word;
        tags[count] = tag;
        headerBytes[count] =
                segments
                        ? (int)
                                (AlignedHeaders.behind(header, memory, at, at + header.size(word))
                                        - at)
                        : header.bytes();
        strong[count++] = sure == BlockSink.FOUND_STRONG;
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
