package org.cairn.heap.windows.internal.memory;

import org.cairn.heap.windows.internal.layout.EntryFormat;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.MemoryCursor;

import java.util.HexFormat;
import java.util.OptionalLong;

/** Reads single values of a heap whose layout is known. For one thread. */
public final class HeapMemory {
    private static final HexFormat HEX = HexFormat.of();

    private final AddressSpace space;
    private final HeapLayout layout;
    private final MemoryCursor cursor;
    private final int pointerSize;
    private final int compact;

    /**
     * Prepares for a heap.
     *
     * @param space the memory of its process
     * @param layout of its structures
     */
    public HeapMemory(AddressSpace space, HeapLayout layout) {
        this.space = space;
        this.layout = layout;
        this.cursor = space.cursor();
        this.pointerSize = layout.pointerSize();
        this.compact = layout.entry().compact();
    }

    /** The memory of the process. */
    public AddressSpace space() {
        return space;
    }

    /** The layout of the heap. */
    public HeapLayout layout() {
        return layout;
    }

    /** Whether some bytes are there; if not, {@link #absence()} says why. */
    public boolean isPresent(long address, int bytes) {
        return cursor.seek(address, bytes);
    }

    /** Why the last value that was asked for is not there. */
    public Absence absence() {
        return cursor.absence();
    }

    /** A pointer, or empty when it is absent. */
    public OptionalLong pointer(long address) {
        return cursor.seek(address, pointerSize)
                ? OptionalLong.of(cursor.pointer(0, pointerSize))
                : OptionalLong.empty();
    }

    /** A pointer in what {@link #isPresent} found last. */
    public long pointerAt(int offset) {
        return cursor.pointer(offset, pointerSize);
    }

    /** A pointer-sized value, or a substitute when it is absent. */
    public long pointer(long address, long absent) {
        return cursor.seek(address, pointerSize) ? cursor.pointer(0, pointerSize) : absent;
    }

    /** Four bytes, or a substitute when they are absent. */
    public long u32(long address, long absent) {
        return cursor.seek(address, Integer.BYTES) ? cursor.u32(0) : absent;
    }

    /** Two bytes, or a substitute when they are absent. */
    public int u16(long address, int absent) {
        return cursor.seek(address, Short.BYTES) ? cursor.u16(0) : absent;
    }

    /** One byte, or a substitute when it is absent. */
    public int u8(long address, int absent) {
        return cursor.seek(address, 1) ? cursor.u8(0) : absent;
    }

    /** Whether the header of an entry is there. */
    public boolean hasHeader(long entry) {
        return cursor.seek(entry + compact, EntryFormat.HEADER_BYTES);
    }

    /** The header as it is in memory; to be called after {@link #hasHeader} said yes. */
    public long rawHeader() {
        return cursor.u64(0);
    }

    /** The first bytes at an address, as many as are there, in hexadecimal. */
    public String hex(long address, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count && cursor.seek(address + i, 1); i++) {
            text.append(i == 0 ? "" : " ").append(HEX.toHexDigits((byte) cursor.u8(0)));
        }
        return text.toString();
    }
}
