package org.cairn.testkit;

import org.cairn.memory.Field;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes headers of the debug C run time into blocks.
 *
 * @param memory of the process
 * @param pointer bytes of a pointer
 * @param old whether the run time is one of before Visual Studio 2015
 */
public record CrtHeader(SyntheticMemory memory, int pointer, boolean old) {
    private static final int GUARD = 4;
    private static final byte GUARD_BYTE = (byte) 0xfd;

    /**
     * The bytes to ask the heap for.
     *
     * @param data bytes for the caller
     * @return with header and guards
     */
    public long size(long data) {
        return header() + data + GUARD;
    }

    /**
     * The bytes before the data.
     *
     * @return header and guard
     */
    public int header() {
        return pointer == Integer.BYTES ? 0x20 : 0x30;
    }

    /**
     * Writes a header and both guards.
     *
     * @param block address of the block for the run time
     * @param data bytes for the caller
     * @param file address of the file's name, or 0
     * @param line number
     * @param use {@code _NORMAL_BLOCK} is 1
     * @param request number of the request
     */
    public void write(long block, long data, long file, int line, int use, int request) {
        boolean wide = pointer == Long.BYTES;
        set(block + 2L * pointer, pointer, file);
        long at = block + 3L * pointer;
        set(at, Integer.BYTES, line);
        if (wide || !old) {
            set(at + 4, Integer.BYTES, use);
            set(at + 8, pointer, data);
        } else {
            set(at + 4, pointer, data);
            set(at + 8, Integer.BYTES, use);
        }
        set(at + 8 + pointer, Integer.BYTES, request);
        guard(block + header() - GUARD);
        guard(block + header() + data);
    }

    /**
     * Writes the name of a file.
     *
     * @param address where
     * @param name ASCII
     */
    public void name(long address, String name) {
        memory.write(address, (name + "\0").getBytes(StandardCharsets.US_ASCII));
    }

    private void guard(long at) {
        byte[] bytes = new byte[GUARD];
        Arrays.fill(bytes, GUARD_BYTE);
        memory.write(at, bytes);
    }

    private void set(long at, int size, long value) {
        memory.set(at, new Field("field", "u", 0, size), value);
    }
}
