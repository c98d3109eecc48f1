package org.cairn.dump.packed.internal;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A bit stream of Zstandard that is read from its end to its beginning (RFC 8878, 4.1): the highest
 * bit that is set in the last byte marks the end.
 */
final class BackwardBits {
    private static final VarHandle U64 =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** The most bits that one call reads. */
    static final int MAX_BITS = 56;

    private final byte[] bytes;
    private final long first;
    private long position;

    /**
     * Opens a stream.
     *
     * @param bytes hold it, with at least eight more bytes behind it
     * @param from its first byte
     * @param to the byte after its last
     */
    BackwardBits(byte[] bytes, int from, int to) throws IOException {
        if (from >= to || bytes[to - 1] == 0) {
            throw new IOException("a bit stream without its end mark");
        }
        this.bytes = bytes;
        this.first = (long) from * Byte.SIZE;
        this.position =
                (long) to * Byte.SIZE
                        - 1
                        - Integer.numberOfLeadingZeros(bytes[to - 1] & 0xff)
                        + (Integer.SIZE - Byte.SIZE);
    }

    /** Bits that are left; negative when more were read than there are. */
    long left() {
        return position - first;
    }

    /** Reads bits; those before the beginning are 0. */
    long read(int count) {
        position -= count;
        return at(position, count);
    }

    /** The bits that {@link #read} would read. */
    long peek(int count) {
        return at(position - count, count);
    }

    void skip(int count) {
        position -= count;
    }

    private long at(long from, int count) {
        if (count == 0) {
            return 0;
        }
        if (from < first) {
            int missing = (int) Math.min(first - from, count);
            return missing == count ? 0 : at(first, count - missing) << missing;
        }
        long word = (long) U64.get(bytes, (int) (from >>> 3));
        return word >>> (from & 7) & (1L << count) - 1;
    }
}
