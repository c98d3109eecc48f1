package org.cairn.heap.windows.internal.memory;

import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.MemoryCursor;

import java.util.HexFormat;
import java.util.OptionalLong;

/** Reads single values from the memory of a process or of the kernel. For one thread. */
public class ProcessMemory {
    private static final HexFormat HEX = HexFormat.of();

    /** Where the last value that was found to be present is read. */
    protected final MemoryCursor cursor;

    private final AddressSpace space;
    private final int pointerSize;

    /**
     * Prepares for an address space.
     *
     * @param space the memory
     * @param pointerSize 4 or 8 bytes
     */
    public ProcessMemory(AddressSpace space, int pointerSize) {
        this.space = space;
        this.cursor = space.cursor();
        this.pointerSize = pointerSize;
    }

    /** The memory that is read. */
    public final AddressSpace space() {
        return space;
    }

    /** The size of a pointer, 4 or 8 bytes. */
    public final int pointerSize() {
        return pointerSize;
    }

    /** Stands at what {@link #isPresent} found last. */
    public final MemoryCursor cursor() {
        return cursor;
    }

    /** Whether some bytes are there; if not, {@link #absence()} says why. */
    public final boolean isPresent(long address, int bytes) {
        return cursor.seek(address, bytes);
    }

    /** Why the last value that was asked for is not there. */
    public final Absence absence() {
        return cursor.absence();
    }

    /** A pointer, or empty when it is absent. */
    public final OptionalLong pointer(long address) {
        return cursor.seek(address, pointerSize)
                ? OptionalLong.of(cursor.pointer(0, pointerSize))
                : OptionalLong.empty();
    }

    /** A pointer in what {@link #isPresent} found last. */
    public final long pointerAt(int offset) {
        return cursor.pointer(offset, pointerSize);
    }

    /** A pointer-sized value, or a substitute when it is absent. */
    public final long pointer(long address, long absent) {
        return cursor.seek(address, pointerSize) ? cursor.pointer(0, pointerSize) : absent;
    }

    /** Four bytes, or a substitute when they are absent. */
    public final long u32(long address, long absent) {
        return cursor.seek(address, Integer.BYTES) ? cursor.u32(0) : absent;
    }

    /** Two bytes, or a substitute when they are absent. */
    public final int u16(long address, int absent) {
        return cursor.seek(address, Short.BYTES) ? cursor.u16(0) : absent;
    }

    /** One byte, or a substitute when it is absent. */
    public final int u8(long address, int absent) {
        return cursor.seek(address, 1) ? cursor.u8(0) : absent;
    }

    /** The first bytes at an address, as many as are there, in hexadecimal. */
    public final String hex(long address, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count && cursor.seek(address + i, 1); i++) {
            text.append(i == 0 ? "" : " ").append(HEX.toHexDigits((byte) cursor.u8(0)));
        }
        return text.toString();
    }
}
