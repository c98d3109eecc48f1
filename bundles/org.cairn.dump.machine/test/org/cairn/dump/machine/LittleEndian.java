package org.cairn.dump.machine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes a file by the offsets of the documents, independent of the readers' layouts. */
final class LittleEndian {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    LittleEndian u8(int value) {
        out.write(value);
        return this;
    }

    LittleEndian u16(int value) {
        return number(value, Short.BYTES);
    }

    LittleEndian u32(long value) {
        return number(value, Integer.BYTES);
    }

    LittleEndian u64(long... values) {
        for (long value : values) {
            number(value, Long.BYTES);
        }
        return this;
    }

    LittleEndian number(long value, int size) {
        for (int i = 0; i < size; i++) {
            out.write((int) (value >>> Byte.SIZE * i));
        }
        return this;
    }

    LittleEndian text(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    LittleEndian bytes(byte... bytes) {
        out.writeBytes(bytes);
        return this;
    }

    LittleEndian fill(int count, int value) {
        for (int i = 0; i < count; i++) {
            out.write(value);
        }
        return this;
    }

    /** Zeros up to an offset. */
    LittleEndian to(int offset) {
        return fill(offset - size(), 0);
    }

    int size() {
        return out.size();
    }

    byte[] get() {
        return out.toByteArray();
    }
}
