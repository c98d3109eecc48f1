package org.cairn.dump.windows;

import org.cairn.memory.Structure;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of a structure, to be filled field by field. */
final class Bytes {
    private final Structure structure;
    private final byte[] content;

    private Bytes(Structure structure, int size) {
        this.structure = structure;
        this.content = new byte[size];
    }

    static Bytes of(Structure structure) {
        return new Bytes(structure, structure.size());
    }

    Bytes set(String field, long value) {
        return set(0, structure, field, value);
    }

    /** Sets a field of a structure that is embedded in a field. */
    Bytes set(String outer, Structure inner, String field, long value) {
        return set(structure.offset(outer), inner, field, value);
    }

    Bytes set(int base, Structure inner, String field, long value) {
        inner.field(field).set(MemorySegment.ofArray(content), base, value);
        return this;
    }

    Bytes location(String field, byte[] target, long rva) {
        return set(field, MinidumpFormat.MINIDUMP_LOCATION_DESCRIPTOR, "DataSize", target.length)
                .set(field, MinidumpFormat.MINIDUMP_LOCATION_DESCRIPTOR, "Rva", rva);
    }

    byte[] get() {
        return content;
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    /** A list: a 32-bit number, then the entries. */
    static byte[] list(byte[]... entries) {
        return join(
                of(MinidumpFormat.MINIDUMP_LIST).set("NumberOfEntries", entries.length).get(),
                join(entries));
    }

    static byte[] utf16(String text) {
        return text.getBytes(StandardCharsets.UTF_16LE);
    }

    static byte[] filled(int size, int value) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
