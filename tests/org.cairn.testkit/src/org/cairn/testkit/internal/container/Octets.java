package org.cairn.testkit.internal.container;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A file in memory that grows; numbers are little-endian. */
final class Octets {
    private byte[] bytes = new byte[1 << 12];
    private int size;

    int size() {
        return size;
    }

    byte[] get() {
        return Arrays.copyOf(bytes, size);
    }

    private ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void grow(int to) {
        if (to > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(to, 2 * bytes.length));
        }
        size = Math.max(size, to);
    }

    /** Appends zeros up to an offset. */
    Octets to(int offset) {
        grow(offset);
        return this;
    }

    /** Appends zeros up to a multiple. */
    Octets align(int multiple) {
        return to((size + multiple - 1) / multiple * multiple);
    }

    Octets u8(long value) {
        return number(value, 1);
    }

    Octets u16(long value) {
        return number(value, Short.BYTES);
    }

    Octets u32(long... values) {
        for (long value : values) {
            number(value, Integer.BYTES);
        }
        return this;
    }

    Octets u64(long... values) {
        for (long value : values) {
            number(value, Long.BYTES);
        }
        return this;
    }

    Octets number(long value, int width) {
        return set(size, value, width);
    }

    Octets bytes(byte... more) {
        int at = size;
        grow(at + more.length);
        System.arraycopy(more, 0, bytes, at, more.length);
        return this;
    }

    Octets text(String text) {
        return bytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Writes a number at an offset. */
    Octets set(int at, long value, int width) {
        grow(at + width);
        for (int i = 0; i < width; i++) {
            buffer().put(at + i, (byte) (value >>> Byte.SIZE * i));
        }
        return this;
    }

    Octets set32(int at, long value) {
        return set(at, value, Integer.BYTES);
    }

    Octets set64(int at, long value) {
        return set(at, value, Long.BYTES);
    }

    /** Fills a range with the text PAGE, as Windows does. */
    Octets filler(int from, int to) {
        grow(to);
        for (int at = from; at < to; at += Integer.BYTES) {
            set32(at, 0x4547_4150);
        }
        return this;
    }
}
