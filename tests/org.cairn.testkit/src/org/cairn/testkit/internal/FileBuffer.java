package org.cairn.testkit.internal;

import org.cairn.memory.Field;
import org.cairn.memory.Structure;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The beginning of a file, filled front to back. Structures that were appended can be filled in
 * later, when what they refer to has its place.
 */
public final class FileBuffer {
    private static final int FIRST_CAPACITY = 1 << 12;

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int size;

    /** Appends zeros; returns the offset of the first. */
    public int append(int count) {
        int at = size;
        size = Math.addExact(size, count);
        if (size > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size, Math.multiplyExact(bytes.length, 2)));
        }
        return at;
    }

    /** Appends an empty structure; returns its offset. */
    public int append(Structure structure) {
        return append(structure.size());
    }

    /** Appends bytes; returns the offset of the first. */
    public int append(byte[] content) {
        int at = append(content.length);
        System.arraycopy(content, 0, bytes, at, content.length);
        return at;
    }

    /** Appends zeros up to a multiple of a unit. */
    public void align(int unit) {
        append(Math.floorMod(-size, unit));
    }

    /** Fills in a field of the structure at an offset. */
    public void set(int at, Structure structure, String field, long value) {
        set(at, structure.field(field), value);
    }

    /** Fills in a field of the structure at an offset. */
    public void set(int at, Field field, long value) {
        field.set(MemorySegment.ofArray(bytes), at, value);
    }

    /** Bytes appended so far. */
    public int size() {
        return size;
    }

    /** Writes what was appended. */
    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, size);
    }
}
