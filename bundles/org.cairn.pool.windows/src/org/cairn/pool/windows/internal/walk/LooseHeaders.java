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
 * characters. In pools that walk pages the neighbours must agree with it where they are there, and
 * free blocks are those that such a block leads to; in segment pools {@code PreviousSize} is 0. Of
 * two blocks that overlap, one is none: the weaker one, else the one inside. But the one inside
 * that is at its own distance tells that the size of the one before is wrong. For one thread.
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

    /** Whether a block is paged; a free block is of the pool of those beside it. */
    boolean isPaged(int block) {
        int busy = block;
        while (isFree(busy) && busy > 0 && end(busy - 1) == addresses[busy]) {
            busy--;
        }
        while (isFree(busy) && busy + 1 < count) {
            busy++;
        }
        return (header.type(words[busy]) & TypeCode.PAGED) != 0;
    }

    /** Whether a block is free. */
    boolean isFree(int block) {
        return header.isFree(words[block]);
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
        if (!mayHold(page, tested, wanted)) {
            return 0;
        }
        int unit = header.unit();
        int places = 0;
        for (int at = 0; at < PAGE; at += unit) {
            if ((page.get(U64, at) & tested) == wanted) {
                candidates[places++] = at;
            }
        }
        return places;
    }

    /**
     * Whether a word of a page has the wanted bits. Without branches, so that several words are
     * compared in one step: a difference less one is negative, and the difference not, for 0 only.
     */
    private static boolean mayHold(MemorySegment page, long tested, long wanted) {
        long found = 0;
        for (int at = 0; at < PAGE; at += Long.BYTES) {
            long difference = page.get(U64, at) & tested ^ wanted;
            found |= difference - 1 & ~difference;
        }
        return found < 0;
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
            } else if (!segments && isFreeBehind(at, word)) {
                add(at, word, tag, BlockSink.FOUND_STRONG);
            }
        }
    }

    /** Whether a header is that of a free block to which the block before it leads. */
    private boolean isFreeBehind(long at, int word) {
        int offset = (int) at & PAGE - 1;
        return header.isFree(word)
                && offset != 0
                && count > 0
                && end(count - 1) == at
                && strong[count - 1]
                && header.previousSize().get(word) == header.blockSize().get(words[count - 1])
                && header.size(word) > 0
                && offset + header.size(word) <= PAGE
                && agreement(at + header.size(word), word) >= 0;
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
            if (!segments) {
                takeFreeBefore(at, word);
            }
            add(at, word, tag, sure);
        }
    }

    /** Takes the block before one that agrees with it, if it is free. */
    private void takeFreeBefore(long at, int word) {
        int before = header.previousSize().get(word) * header.unit();
        boolean isRoom =
                before != 0
                        && (count == 0 || Long.compareUnsigned(end(count - 1), at - before) <= 0);
        if (isRoom && cursor.seek(at - before, header.bytes())) {
            int free = (int) cursor.u32(0);
            if (header.isFree(free) && header.size(free) == before) {
                add(at - before, free, (int) cursor.u32(PoolHeader.TAG), BlockSink.FOUND_STRONG);
            }
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

    /**
     * How sure it is that a header of a page of blocks is one; 0 when it is none. One neighbour may
     * be damaged when the other one agrees.
     */
    private int ofPage(long at, int word) {
        int offset = (int) at & PAGE - 1;
        int size = header.size(word);
        int before = header.previousSize().get(word) * header.unit();
        if (offset + size > PAGE
                || before > offset
                || before == 0 != (offset == 0)
                || isText(word)) {
            return 0;
        }
        int ahead = agreement(at + size, word);
        int back = 0;
        if (before != 0 && cursor.seek(at - before, header.bytes())) {
            back = header.size((int) cursor.u32(0)) == before ? 1 : -1;
        }
        int sum = ahead + back;
        return sum > 0 ? BlockSink.FOUND_STRONG : sum == 0 ? BlockSink.FOUND_HINT : 0;
    }

    /**
     * Whether what follows a block says so.
     *
     * @param next where the header behind it is
     * @param word of its own header
     * @return 1 when that header names the size, -1 when it does not, 0 when there is none
     */
    private int agreement(long next, int word) {
        if (next % PAGE == 0 || !cursor.seek(next, header.bytes())) {
            return 0;
        }
        int named = header.previousSize().get((int) cursor.u32(0));
        return named == header.blockSize().get(word) ? 1 : -1;
    }

    /** Whether the four bytes before the tag can be printed, too. */
    private static boolean isText(int word) {
        return PoolTag.isPrintable(word) && !PoolTag.isProtected(word);
    }

    private void add(long at, int word, int tag, int sure) {
        while (count > 0 && Long.compareUnsigned(at, end(count - 1)) < 0) {
            boolean isLikely = sure == BlockSink.FOUND_STRONG || PoolTag.isUsual(tag);
            if (segments && isLikely && isAtDistance(at, word)) {
                cut(at);
                break;
            }
            if (strong[count - 1] || sure != BlockSink.FOUND_STRONG) {
                return;
            }
            count--;
        }
        keep(at, word, tag, sure);
    }

    /**
     * Whether a block is as far behind the last one as blocks of its size are apart, or as that one
     * is behind the one before.
     */
    private boolean isAtDistance(long at, int word) {
        long distance = at - addresses[count - 1];
        return distance > header.bytes()
                && (distance == Strides.stride(header.blockSize().get(word)) * (long) header.unit()
                        || count > 1 && distance == addresses[count - 1] - addresses[count - 2]);
    }

    /** Ends the last block where the next one begins: its header is damaged. */
    private void cut(long end) {
        int last = count - 1;
        int units = (int) (end - addresses[last]) / header.unit();
        words[last] = header.blockSize().set(words[last], units);
        strong[last] = false;
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
