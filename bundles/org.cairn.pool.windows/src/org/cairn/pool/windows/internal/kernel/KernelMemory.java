package org.cairn.pool.windows.internal.kernel;

import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Field;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Run;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;

/** Reads single values of a kernel; what is absent counts as 0. For one thread. */
public final class KernelMemory {
    private static final HexFormat HEX = HexFormat.of();

    private final AddressSpace space;
    private final MemoryCursor cursor;
    private final int pointerSize;

    /**
     * Prepares for a kernel.
     *
     * @param space its memory
     * @param pointerSize 4 or 8 bytes
     */
    public KernelMemory(AddressSpace space, int pointerSize) {
        this.space = space;
        this.cursor = space.cursor();
        this.pointerSize = pointerSize;
    }

    /** The memory. */
    public AddressSpace space() {
        return space;
    }

    /** 4 or 8 bytes. */
    public int pointerSize() {
        return pointerSize;
    }

    /** Whether bytes are there. */
    public boolean isPresent(long address, int bytes) {
        return cursor.seek(address, bytes);
    }

    /**
     * Whether all bytes of a range are there, however long it is.
     *
     * @param address of the first one
     * @param bytes their number, at least 1; the range may end with the address space
     */
    public boolean isWhole(long address, long bytes) {
        long at = address;
        while (space.runAt(at) instanceof Run.Mapped run) {
            if (Long.compareUnsigned(run.last() - address, bytes - 1) >= 0) {
                return true;
            }
            at = run.last() + 1;
        }
        return false;
    }

    /** Whether nothing is mapped at an address, not only memory that is not in the dump. */
    public boolean isUnmapped(long address) {
        return space.runAt(address) instanceof Run.Absent absent && isUnmapped(absent);
    }

    /** Whether nothing is mapped where bytes are absent. */
    public static boolean isUnmapped(Run.Absent absent) {
        return absent.why() == Absence.UNMAPPED || absent.why() == Absence.NOT_PRESENT;
    }

    /** A pointer, or 0. */
    public long pointer(long address) {
        return cursor.seek(address, pointerSize) ? cursor.pointer(0, pointerSize) : 0;
    }

    /** Four bytes, or 0. */
    public int u32(long address) {
        return cursor.seek(address, Integer.BYTES) ? (int) cursor.u32(0) : 0;
    }

    /** Two bytes, or 0. */
    public int u16(long address) {
        return cursor.seek(address, Short.BYTES) ? cursor.u16(0) : 0;
    }

    /** A field of a structure, or 0; only its own bytes have to be there. */
    public long get(long address, Field field) {
        if (cursor.seek(address, (long) field.offset() + field.size())) {
            return field.get(cursor);
        }
        if (!cursor.seek(address + field.offset(), field.size())) {
            return 0;
        }
        MemorySegment bytes = MemorySegment.ofArray(cursor.bytes(0, field.size()));
        return field.get(bytes, -field.offset());
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
