package org.cairn.dump.machine.internal;

/** Unpacks one block of Snappy: its length, then literals and copies of what was unpacked. */
final class Snappy {
    /** The most bytes that the length takes: seven bits in each. */
    private static final int MAX_LENGTH_BYTES = 5;

    /** Literal lengths from here on are in one to four bytes that follow. */
    private static final int LONG_LITERAL = 60;

    private final byte[] packed;
    private final byte[] into;
    private int in;
    private int out;

    Snappy(byte[] packed, byte[] into) {
        this.packed = packed;
        this.into = into;
    }

    /** The length that a block says it has unpacked, or {@link Compression#DAMAGED}. */
    static long length(byte[] start) {
        long length = 0;
        for (int i = 0; i < Math.min(start.length, MAX_LENGTH_BYTES); i++) {
            length |= (start[i] & 0x7fL) << 7 * i;
            if (start[i] >= 0) {
                return length;
            }
        }
        return Compression.DAMAGED;
    }

    /** A damaged block leads out of one of the arrays. */
    int unpack() {
        if (length(packed) > into.length || length(packed) < 0) {
            return Compression.DAMAGED;
        }
        try {
            while (packed[in++] < 0) {
                continue;
            }
            while (in < packed.length) {
                element();
            }
            return out;
        } catch (IndexOutOfBoundsException damaged) {
            return Compression.DAMAGED;
        }
    }

    private void element() {
        int tag = number(1);
        int high = tag >> 2;
        switch (tag & 3) {
            case 0 -> literal(high < LONG_LITERAL ? high : number(high - LONG_LITERAL + 1));
            case 1 -> copy((tag >> 5) << Byte.SIZE | number(1), 4 + (high & 7));
            case 2 -> copy(number(2), 1 + high);
            default -> copy(number(4), 1 + high);
        }
    }

    private int number(int bytes) {
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (packed[in++] & 0xff) << Byte.SIZE * i;
        }
        return value;
    }

    private void literal(int lengthLessOne) {
        int length = lengthLessOne + 1;
        System.arraycopy(packed, in, into, out, length);
        in += length;
        out += length;
    }

    /** Source and target may overlap: then bytes repeat. */
    private void copy(int offset, int length) {
        if (offset <= 0) {
            throw new IndexOutOfBoundsException(offset);
        }
        for (int i = 0; i < length; i++) {
            into[out] = into[out - offset];
            out++;
        }
    }
}
