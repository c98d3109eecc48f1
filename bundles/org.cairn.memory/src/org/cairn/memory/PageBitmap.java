package org.cairn.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Which pages a dump holds, one bit for each, the lowest bit of the first byte for page 0. Pages
 * that are there follow each other in the dump, so that the number of bits before a page's bit says
 * where it is. Immutable.
 */
public final class PageBitmap {
    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Words that are counted together. */
    private static final int BLOCK = 16;

    private final long[] words;
    private final long[] ranks;
    private final long pages;

    private PageBitmap(long[] words) {
        this.words = words;
        this.ranks = new long[words.length / BLOCK + 1];
        long rank = 0;
        for (int i = 0; i < words.length; i++) {
            if (i % BLOCK == 0) {
                ranks[i / BLOCK] = rank;
            }
            rank += Long.bitCount(words[i]);
        }
        this.pages = rank;
    }

    /**
     * Copies a bitmap.
     *
     * @param bytes hold it
     * @param bits number of bits that count; those that {@code bytes} does not have are clear
     * @return the bitmap
     * @throws IllegalArgumentException when there are more than 2^37 bits in {@code bytes}
     */
    public static PageBitmap copy(MemorySegment bytes, long bits) {
        long held = Math.min(bits, bytes.byteSize() * Byte.SIZE);
        long count = (held + Long.SIZE - 1) / Long.SIZE;
        if (held < 0 || count > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(held + " bits");
        }
        long[] words = new long[(int) count];
        for (int i = 0; i < words.length; i++) {
            long at = (long) i * Long.BYTES;
            words[i] = at + Long.BYTES <= bytes.byteSize() ? bytes.get(U64, at) : tail(bytes, at);
        }
        if (held % Long.SIZE != 0) {
            words[words.length - 1] &= (1L << held % Long.SIZE) - 1;
        }
        return new PageBitmap(words);
    }

    private static long tail(MemorySegment bytes, long from) {
        long word = 0;
        for (long at = from; at < bytes.byteSize(); at++) {
            word |= (bytes.get(ValueLayout.JAVA_BYTE, at) & 0xffL) << Byte.SIZE * (at - from);
        }
        return word;
    }

    /**
     * The number of pages that are there.
     *
     * @return at least 0
     */
    public long pages() {
        return pages;
    }

    /**
     * The number of stretches that the pages form.
     *
     * @return 0 to {@link #pages()}
     */
    public long stretches() {
        long starts = 0;
        long before = 0;
        for (long word : words) {
            starts += Long.bitCount(word & ~(word << 1 | before));
            before = word >>> Long.SIZE - 1;
        }
        return starts;
    }

    /**
     * Whether a page is there.
     *
     * @param page its number, unsigned
     * @return whether its bit is set
     */
    public boolean has(long page) {
        long word = page >>> 6;
        return word < words.length && (words[(int) word] >>> page & 1) != 0;
    }

    /**
     * The number of pages that are there before a page.
     *
     * @param page its number, unsigned
     * @return 0 to {@link #pages()}
     */
    public long rank(long page) {
        long word = page >>> 6;
        if (word >= words.length) {
            return pages;
        }
        int index = (int) word;
        long rank = ranks[index / BLOCK];
        for (int i = index - index % BLOCK; i < index; i++) {
            rank += Long.bitCount(words[i]);
        }
        return rank + Long.bitCount(words[index] & (1L << page) - 1);
    }

    /**
     * The first page of the stretch of pages that a page belongs to: all there or none.
     *
     * @param page its number, unsigned
     * @return not above {@code page}
     */
    public long firstOfStretch(long page) {
        boolean there = has(page);
        long start = Math.min(page >>> 6, words.length);
        long mask = (page & 63) == 63 ? -1L : (1L << (page & 63) + 1) - 1;
        for (long i = start; i >= 0; i--) {
            long other = i < words.length ? (there ? ~words[(int) i] : words[(int) i]) : 0;
            long below = i == page >>> 6 ? other & mask : other;
            if (below != 0) {
                return (i << 6) + Long.SIZE - Long.numberOfLeadingZeros(below);
            }
        }
        return 0;
    }

    /**
     * The last page of the stretch of pages that a page belongs to: all there or none.
     *
     * @param page its number, unsigned
     * @return not below {@code page}; -1 when no page follows that is there
     */
    public long lastOfStretch(long page) {
        boolean there = has(page);
        for (long i = page >>> 6; i < words.length; i++) {
            long other = there ? ~words[(int) i] : words[(int) i];
            long above = i == page >>> 6 ? other & -1L << page : other;
            if (above != 0) {
                return (i << 6) + Long.numberOfTrailingZeros(above) - 1;
            }
        }
        return there ? ((long) words.length << 6) - 1 : -1L;
    }
}
