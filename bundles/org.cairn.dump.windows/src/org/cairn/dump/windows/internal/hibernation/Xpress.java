package org.cairn.dump.windows.internal.hibernation;

import java.util.Arrays;

/**
 * Unpacks what Windows packs with its Xpress algorithms, as [MS-XCA] describes them: plain LZ77
 * (section 2.4) and LZ77 with Huffman codes (section 2.2).
 */
final class Xpress {
    /** What the methods return of a damaged block. */
    static final int DAMAGED = -1;

    private static final int LEAST_MATCH = 3;
    private static final int SYMBOLS = 512;
    private static final int FIRST_MATCH = 256;
    private static final int MAX_CODE = 15;
    private static final int TABLE_BYTES = SYMBOLS / 2;

    /** Bytes that share a Huffman table. */
    private static final int CHUNK = 1 << 16;

    /** A value of this many bits says that the length has more. */
    private static final int SHORT_LENGTH = 7;

    private static final int NIBBLE = 15;
    private static final int BYTE = 255;

    private final byte[] packed;
    private final byte[] into;
    private int in;
    private int out;

    private Xpress(byte[] packed, byte[] into) {
        this.packed = packed;
        this.into = into;
    }

    /**
     * Unpacks plain LZ77.
     *
     * @param packed the whole block
     * @param into is filled from its beginning, and never exceeded
     * @return the number of bytes, or {@link #DAMAGED}
     */
    static int plain(byte[] packed, byte[] into) {
        Xpress block = new Xpress(packed, into);
        try {
            return block.plain();
        } catch (IndexOutOfBoundsException damaged) {
            return DAMAGED;
        }
    }

    /**
     * Unpacks LZ77 with Huffman codes.
     *
     * @param packed the whole block
     * @param into is filled from its beginning to its end
     * @return the number of bytes, or {@link #DAMAGED}
     */
    static int huffman(byte[] packed, byte[] into) {
        Xpress block = new Xpress(packed, into);
        try {
            return block.huffman();
        } catch (IndexOutOfBoundsException damaged) {
            return DAMAGED;
        }
    }

    private int u8() {
        return packed[in++] & 0xff;
    }

    private int u16() {
        return u8() | u8() << Byte.SIZE;
    }

    private int u32() {
        return u16() | u16() << Short.SIZE;
    }

    /** The block may be padded: it ends when the output is full, too. */
    private int plain() {
        int flags = 0;
        int left = 0;
        int half = -1;
        while (out < into.length) {
            if (left == 0) {
                flags = u32();
                left = Integer.SIZE;
            }
            left--;
            if ((flags >>> left & 1) == 0) {
                into[out++] = packed[in++];
                continue;
            }
            if (in == packed.length) {
                break;
            }
            int word = u16();
            int length = word & SHORT_LENGTH;
            if (length == SHORT_LENGTH) {
                if (half < 0) {
                    half = in;
                    length = u8() & NIBBLE;
                } else {
                    length = (packed[half] & 0xff) >> 4;
                    half = -1;
                }
                length = length == NIBBLE ? longLength() : length + SHORT_LENGTH;
            }
            copy((word >> 3) + 1, length + LEAST_MATCH);
        }
        return out;
    }

    /** A length that neither its word nor its half byte holds; it counts from 0 when in a word. */
    private int longLength() {
        int length = u8();
        if (length < BYTE) {
            return length + NIBBLE + SHORT_LENGTH;
        }
        return wideLength(NIBBLE + SHORT_LENGTH);
    }

    private int wideLength(int least) {
        int length = u16();
        if (length == 0) {
            length = u32();
        }
        if (length < least) {
            throw new IndexOutOfBoundsException(length);
        }
        return length;
    }

    private void copy(int distance, int length) {
        if (distance > out || length > into.length - out) {
            throw new IndexOutOfBoundsException(distance);
        }
        for (int i = 0; i < length; i++, out++) {
            into[out] = into[out - distance];
        }
    }

    private int huffman() {
        short[] symbols = new short[1 << MAX_CODE];
        byte[] lengths = new byte[SYMBOLS];
        while (out < into.length) {
            if (!table(lengths, symbols)) {
                return DAMAGED;
            }
            chunk(lengths, symbols, Math.min(into.length, out + CHUNK));
        }
        return out;
    }

    /** Reads the lengths of the codes; the codes are canonical. */
    private boolean table(byte[] lengths, short[] symbols) {
        for (int i = 0; i < TABLE_BYTES; i++) {
            int pair = u8();
            lengths[2 * i] = (byte) (pair & NIBBLE);
            lengths[2 * i + 1] = (byte) (pair >> 4);
        }
        int at = 0;
        for (int length = 1; length <= MAX_CODE; length++) {
            int entries = 1 << MAX_CODE - length;
            for (int symbol = 0; symbol < SYMBOLS; symbol++) {
                if (lengths[symbol] == length) {
                    if (entries > symbols.length - at) {
                        return false;
                    }
                    Arrays.fill(symbols, at, at + entries, (short) symbol);
                    at += entries;
                }
            }
        }
        return at == symbols.length;
    }

    /** Bits come in words of 16, the highest first; long lengths are read between the words. */
    private void chunk(byte[] lengths, short[] symbols, int end) {
        long bits = (long) u16() << Short.SIZE | u16();
        int extra = Short.SIZE;
        while (out < end) {
            int symbol = symbols[(int) (bits >>> Integer.SIZE - MAX_CODE) & symbols.length - 1];
            int taken = lengths[symbol];
            bits = bits << taken & 0xffff_ffffL;
            extra -= taken;
            if (extra < 0) {
                bits |= (long) word() << -extra;
                extra += Short.SIZE;
            }
            if (symbol < FIRST_MATCH) {
                into[out++] = (byte) symbol;
                continue;
            }
            int length = symbol & NIBBLE;
            int width = symbol - FIRST_MATCH >> 4;
            if (length == NIBBLE) {
                length = u8();
                length = length == BYTE ? wideLength(NIBBLE) : length + NIBBLE;
            }
            int distance = (int) ((1L << width) + (width == 0 ? 0 : bits >>> Integer.SIZE - width));
            bits = bits << width & 0xffff_ffffL;
            extra -= width;
            if (extra < 0) {
                bits |= (long) word() << -extra;
                extra += Short.SIZE;
            }
            copy(distance, length + LEAST_MATCH);
        }
    }

    /** The reader of the bits is two words ahead, so that the last of them may not be there. */
    private int word() {
        if (in + 2 > packed.length) {
            in = packed.length;
            return 0;
        }
        return u16();
    }
}
