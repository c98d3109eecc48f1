package org.cairn.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Reads little-endian values from an address space, for one thread. {@link #seek} moves to a
 * structure and says whether all of its bytes are there; the values are then read by their offset
 * from that address. Within one run a seek costs two comparisons; a structure that lies across two
 * runs is put together in a scratch buffer.
 */
public final class MemoryCursor {
    /** The longest structure that may lie across runs, in bytes. */
    public static final int MAX_STRADDLE = 1 << 16;

    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final AddressSpace space;
    private MemorySegment bytes = MemorySegment.NULL;
    private long start;
    private long length = -1;
    private long base;
    private Absence absence = Absence.UNMAPPED;
    private long absentAt;

    MemoryCursor(AddressSpace space) {
        this.space = space;
    }

    /**
     * Moves to an address.
     *
     * @param address unsigned
     * @param count number of bytes that will be read, at least 1
     * @return whether all of them are there; if not, {@link #absence()} says why and values must
     *     not be read
     */
    public boolean seek(long address, long count) {
        long offset = address - start;
        if (count <= length && Long.compareUnsigned(offset, length - count) <= 0) {
            base = offset;
            return true;
        }
        return enter(address, count);
    }

    private boolean enter(long address, long count) {
        if (count <= 0) {
            throw new IllegalArgumentException("count " + count);
        }
        if (!(space.runAt(address) instanceof Run.Mapped run)) {
            return absent(address);
        }
        if (Long.compareUnsigned(count - 1, run.last() - address) <= 0) {
            bytes = run.bytes();
            start = run.start();
            length = bytes.byteSize();
            base = address - start;
            return true;
        }
        return gather(address, count);
    }

    private boolean gather(long address, long count) {
        if (count > MAX_STRADDLE) {
            throw new IllegalArgumentException(count + " bytes across runs");
        }
        MemorySegment scratch = MemorySegment.ofArray(new byte[(int) count]);
        long done = space.read(address, scratch);
        if (done < count) {
            return absent(address + done);
        }
        bytes = scratch;
        start = address;
        length = count;
        base = 0;
        return true;
    }

    private boolean absent(long address) {
        absentAt = address;
        absence = space.runAt(address) instanceof Run.Absent run ? run.why() : Absence.UNMAPPED;
        return false;
    }

    /**
     * Why the last seek failed.
     *
     * @return the reason at {@link #absentAt()}
     */
    public Absence absence() {
        return absence;
    }

    /**
     * The first absent address of the last seek that failed.
     *
     * @return an unsigned address
     */
    public long absentAt() {
        return absentAt;
    }

    /**
     * The number of bytes that can be read from the current address without another seek.
     *
     * @return at least the count of the last seek
     */
    public long available() {
        return length - base;
    }

    /**
     * The bytes themselves, for a loop over many of them.
     *
     * @param count number of bytes, not more than {@link #available()}
     * @return the bytes from the address of the last seek on, not copied
     */
    public MemorySegment view(long count) {
        return bytes.asSlice(base, count);
    }

    /**
     * Reads one byte.
     *
     * @param offset from the address of the last seek
     * @return 0 to 255
     */
    public int u8(long offset) {
        return bytes.get(ValueLayout.JAVA_BYTE, base + offset) & 0xff;
    }

    /**
     * Reads two bytes.
     *
     * @param offset from the address of the last seek
     * @return 0 to 65535
     */
    public int u16(long offset) {
        return bytes.get(U16, base + offset) & 0xffff;
    }

    /**
     * Reads four bytes.
     *
     * @param offset from the address of the last seek
     * @return 0 to 2^32 - 1
     */
    public long u32(long offset) {
        return bytes.get(U32, base + offset) & 0xffff_ffffL;
    }

    /**
     * Reads eight bytes.
     *
     * @param offset from the address of the last seek
     * @return an unsigned value
     */
    public long u64(long offset) {
        return bytes.get(U64, base + offset);
    }

    /**
     * Reads a pointer.
     *
     * @param offset from the address of the last seek
     * @param size 4 or 8 bytes
     * @return an unsigned address; four bytes are not sign-extended
     */
    public long pointer(long offset, int size) {
        return size == 8 ? u64(offset) : u32(offset);
    }

    /**
     * Copies bytes.
     *
     * @param offset from the address of the last seek
     * @param count number of bytes
     * @return a new array
     */
    public byte[] bytes(long offset, int count) {
        byte[] copy = new byte[count];
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, base + offset, copy, 0, count);
        return copy;
    }
}
