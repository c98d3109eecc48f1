package org.cairn.types.pdb;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Collects bytes, numbers in little-endian order. */
final class Bytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Bytes u8(int value) {
        bytes.write(value);
        return this;
    }

    Bytes u16(int value) {
        return u8(value).u8(value >> Byte.SIZE);
    }

    Bytes u32(long value) {
        return u16((int) value).u16((int) (value >> Short.SIZE));
    }

    Bytes u64(long value) {
        return u32(value).u32(value >> Integer.SIZE);
    }

    Bytes zeros(int count) {
        return all(new byte[count]);
    }

    Bytes all(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    Bytes all(Bytes more) {
        return all(more.array());
    }

    /** A name and the zero that ends it. */
    Bytes name(String name) {
        return all(name.getBytes(StandardCharsets.UTF_8)).u8(0);
    }

    /** The length of a name and the name. */
    Bytes counted(String name) {
        return u8(name.length()).all(name.getBytes(StandardCharsets.UTF_8));
    }

    int size() {
        return bytes.size();
    }

    byte[] array() {
        return bytes.toByteArray();
    }
}
