package org.cairn.pool.windows.internal.owner;

import org.cairn.pool.windows.internal.layout.PoolHeader;

import java.util.Locale;

/** A pool tag: four characters, the lowest byte first in memory. */
public final class PoolTag {
    /** The highest bit of each of four bytes. */
    private static final int TOP_BITS = 0x8080_8080;

    private static final int BLANKS = 0x2020_2020;
    private static final int ONES = 0x0101_0101;

    private PoolTag() {}

    /** The tag without the bit that marks a protected block. */
    public static int plain(int tag) {
        return tag & ~PoolHeader.PROTECTED;
    }

    /** Whether the bit is set that marks a protected block. */
    public static boolean isProtected(int tag) {
        return (tag & PoolHeader.PROTECTED) != 0;
    }

    /** Whether all four characters, without that bit, can be printed. */
    public static boolean isPrintable(int tag) {
        int rest = plain(tag);
        int notBelowBlank = (rest | TOP_BITS) - BLANKS;
        int belowDelete = ~(rest + ONES);
        return (~rest & notBelowBlank & belowDelete & TOP_BITS) == TOP_BITS;
    }

    /** Whether at least three characters, without that bit, are letters, digits or blanks. */
    public static boolean isUsual(int tag) {
        int rest = plain(tag);
        int others = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            int c = rest >>> i * Byte.SIZE & 0xff;
            boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
            others += letter || c >= '0' && c <= '9' || c == ' ' ? 0 : 1;
        }
        return others <= 1;
    }

    /** The four characters; one that cannot be printed is a dot. */
    public static String text(int tag) {
        int rest = plain(tag);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Integer.BYTES; i++) {
            int c = rest >>> i * Byte.SIZE & 0xff;
            text.append(c < ' ' || c > '~' ? '.' : (char) c);
        }
        return text.toString();
    }

    /** The four bytes in memory order, hexadecimal. */
    public static String bytes(int tag) {
        return String.format(
                Locale.ROOT,
                "%02x %02x %02x %02x",
                tag & 0xff,
                tag >>> 8 & 0xff,
                tag >>> 16 & 0xff,
                tag >>> 24 & 0xff);
    }
}
