package org.cairn.heap.os2.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.MemoryCursor;

import java.util.HexFormat;

/** Bytes in memory as text. */
final class HexBytes {
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private final MemoryCursor cursor;

    HexBytes(AddressSpace space) {
        this.cursor = space.cursor();
    }

    /** Bytes in memory order, or an empty text when one of them is absent. */
    String hex(long address, int count) {
        return cursor.seek(address, count) ? HEX.formatHex(cursor.bytes(0, count)) : "";
    }

    /** A dword that is known to be there. */
    long dword(long address) {
        if (!cursor.seek(address, Integer.BYTES)) {
            throw new IllegalArgumentException("absent: " + Long.toHexString(address));
        }
        return cursor.u32(0);
    }
}
