package org.cairn.dump.packed.internal;

import java.io.IOException;

/**
 * A packed block.
 *
 * @param bytes hold it from its beginning
 * @param end where it ends
 */
record BlockBytes(byte[] bytes, int end) {
    int u8(int at) throws IOException {
        if (at >= end) {
            throw new IOException("a block that is cut");
        }
        return bytes[at] & 0xff;
    }

    /** A little-endian number. */
    long number(int at, int size) throws IOException {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (long) u8(at + i) << Byte.SIZE * i;
        }
        return value;
    }
}
