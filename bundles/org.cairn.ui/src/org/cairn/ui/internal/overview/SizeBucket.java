package org.cairn.ui.internal.overview;

import org.cairn.ui.internal.look.Numbers;

import java.util.ArrayList;
import java.util.List;

/**
 * The blocks whose sizes have the same number of binary digits.
 *
 * @param digits of a size, 0 (for the size 0) to 64
 * @param busyCount busy blocks
 * @param busyBytes their bytes, unsigned
 * @param freeCount free blocks
 * @param freeBytes their bytes, unsigned
 */
record SizeBucket(int digits, long busyCount, long busyBytes, long freeCount, long freeBytes) {
    private static final String[] UNITS = {"", "K", "M", "G", "T", "P", "E"};
    private static final int UNIT_DIGITS = 10;

    /** The least size. */
    long first() {
        return digits == 0 ? 0 : 1L << digits - 1;
    }

    /** The greatest size, unsigned. */
    long last() {
        return digits == Long.SIZE ? -1L : (1L << digits) - 1;
    }

    /** The least size in short, such as {@code 16}, {@code 64K}. */
    String label() {
        if (digits == 0) {
            return "0";
        }
        int unit = (digits - 1) / UNIT_DIGITS;
        return (1L << (digits - 1) % UNIT_DIGITS) + UNITS[unit];
    }

    /** Its sizes as people say them. */
    String range() {
        return first() == last()
                ? Numbers.counted(first(), "byte", "bytes")
                : Numbers.grouped(first()) + " to " + Numbers.grouped(last()) + " bytes";
    }

    /** The term that blocks of this size fulfil. */
    String term() {
        String least = "size >= " + Long.toUnsignedString(first());
        return digits == Long.SIZE
                ? least
                : least + " and size < " + Long.toUnsignedString(last() + 1);
    }

    /** All of it, in lines. */
    String hint() {
        return range()
                + "\n"
                + Numbers.counted(busyCount, "busy block", "busy blocks")
                + ", "
                + Numbers.counted(busyBytes, "byte", "bytes")
                + "\n"
                + Numbers.counted(freeCount, "free block", "free blocks")
                + ", "
                + Numbers.counted(freeBytes, "byte", "bytes");
    }

    /**
     * Adds empty buckets between others.
     *
     * @param some by number of digits
     * @return the same without a gap
     */
    static List<SizeBucket> withoutGaps(List<SizeBucket> some) {
        List<SizeBucket> all = new ArrayList<>();
        for (SizeBucket bucket : some) {
            for (int next = nextDigits(all, bucket); next < bucket.digits(); next++) {
                all.add(new SizeBucket(next, 0, 0, 0, 0));
            }
            all.add(bucket);
        }
        return List.copyOf(all);
    }

    private static int nextDigits(List<SizeBucket> all, SizeBucket following) {
        return all.isEmpty() ? following.digits() : all.get(all.size() - 1).digits() + 1;
    }
}
