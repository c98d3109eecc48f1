package org.cairn.dump.packed.internal;

import java.io.EOFException;
import java.io.IOException;

/** Bits that are read from the lowest of the first byte on. */
final class ForwardBits {
    private final byte[] bytes;
    private final int to;
    private int at;
    private int used;

    ForwardBits(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.to = to;
    }

    int read(int count) throws IOException {
        int value = 0;
        for (int i = 0; i < count; i++) {
            if (at >= to) {
                throw new EOFException("a table that is cut");
            }
            value |= (bytes[at] >>> used & 1) << i;
            if (++used == Byte.SIZE) {
                used = 0;
                at++;
            }
        }
        return value;
    }

    /** Moves to the next whole byte. */
    void align() {
        if (used != 0) {
            used = 0;
            at++;
        }
    }

    int position() {
        return at;
    }
}
