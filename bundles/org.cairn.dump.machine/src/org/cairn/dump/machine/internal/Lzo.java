package org.cairn.dump.machine.internal;

/**
 * Unpacks one block of LZO1X. An instruction copies bytes that were unpacked before and then up to
 * three literal bytes; what the smallest codes mean depends on how many literals came last.
 */
final class Lzo {
    private static final int FIRST_LITERAL_CODE = 17;
    private static final int NO_LITERALS = 0;
    private static final int MANY_LITERALS = 4;
    private static final int SHORT_DISTANCE_AFTER_MANY = 2049;
    private static final int FAR_DISTANCE = 16384;
    private static final int RUN_OF_ZERO = 255;

    private final byte[] packed;
    private final byte[] into;
    private int in;
    private int out;

    Lzo(byte[] packed, byte[] into) {
        this.packed = packed;
        this.into = into;
    }

    /** A damaged block leads out of one of the arrays. */
    int unpack() {
        try {
            decode();
            return out;
        } catch (IndexOutOfBoundsException damaged) {
            return Compression.DAMAGED;
        }
    }

    private void decode() {
        int state = NO_LITERALS;
        if ((packed[0] & 0xff) > FIRST_LITERAL_CODE) {
            int count = next() - FIRST_LITERAL_CODE;
            literals(count);
            state = Math.min(count, MANY_LITERALS);
        }
        while (true) {
            int code = next();
            int trailing;
            if (code >= 0x40) {
                int length = code >= 0x80 ? 5 + (code >> 5 & 3) : 3 + (code >> 5 & 1);
                copy((next() << 3) + (code >> 2 & 7) + 1, length);
                trailing = code & 3;
            } else if (code >= 0x20) {
                int length = 2 + length(code & 0x1f, 0x1f);
                int word = word();
                copy((word >> 2) + 1, length);
                trailing = word & 3;
            } else if (code >= 0x10) {
                int length = 2 + length(code & 7, 7);
                int word = word();
                int distance = FAR_DISTANCE + ((code & 8) << 11) + (word >> 2);
                if (distance == FAR_DISTANCE) {
                    return;
                }
                copy(distance, length);
                trailing = word & 3;
            } else if (state == NO_LITERALS) {
                literals(3 + length(code, 0xf));
                state = MANY_LITERALS;
                continue;
            } else {
                boolean many = state == MANY_LITERALS;
                int distance = (next() << 2) + (code >> 2);
                copy(distance + (many ? SHORT_DISTANCE_AFTER_MANY : 1), many ? 3 : 2);
                trailing = code & 3;
            }
            literals(trailing);
            state = trailing;
        }
    }

    /** A length of zero is continued: 255 for each byte of zero, then the first other byte. */
    private int length(int coded, int most) {
        if (coded != 0) {
            return coded;
        }
        int length = most;
        int part = next();
        while (part == 0) {
            length = Math.addExact(length, RUN_OF_ZERO);
            part = next();
        }
        return length + part;
    }

    private int next() {
        return packed[in++] & 0xff;
    }

    private int word() {
        int low = next();
        return low | next() << Byte.SIZE;
    }

    private void literals(int count) {
        System.arraycopy(packed, in, into, out, count);
        in += count;
        out += count;
    }

    /** Source and target may overlap: then bytes repeat. */
    private void copy(int distance, int count) {
        for (int i = 0; i < count; i++) {
            into[out] = into[out - distance];
            out++;
        }
    }
}
