package org.cairn.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * A field of a structure: where it lies and how its value is read. Values are little-endian and
 * unsigned. A field longer than eight bytes (an array, an embedded structure) has an offset and a
 * size, but no value.
 */
public final class Field {
    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final String name;
    private final String type;
    private final int offset;
    private final int size;
    private final int firstBit;
    private final int bitCount;

    /**
     * Declares a field that fills its bytes.
     *
     * @param name as the vendor spells it
     * @param type as the vendor spells it, for display
     * @param offset from the structure's beginning, in bytes
     * @param size in bytes; values can be read from fields of 1, 2, 4 and 8 bytes
     */
    public Field(String name, String type, int offset, int size) {
        this(name, type, offset, size, 0, size * Byte.SIZE);
    }

    /**
     * Declares a bit field.
     *
     * @param name as the vendor spells it
     * @param type of the unit that holds the bits, for display
     * @param offset of that unit, in bytes
     * @param size of that unit: 1, 2, 4 or 8 bytes
     * @param firstBit the lowest bit, 0 = least significant
     * @param bitCount number of bits, at least 1
     */
    public Field(String name, String type, int offset, int size, int firstBit, int bitCount) {
        if (offset < 0
                || size < 0
                || firstBit < 0
                || bitCount < 0
                || firstBit + bitCount > Math.multiplyFull(size, Byte.SIZE)) {
            throw new IllegalArgumentException(
                    "field " + name + " at " + offset + ", " + size + " bytes");
        }
        this.name = name;
        this.type = type;
        this.offset = offset;
        this.size = size;
        this.firstBit = firstBit;
        this.bitCount = bitCount;
    }

    /**
     * The name.
     *
     * @return as the vendor spells it
     */
    public String name() {
        return name;
    }

    /**
     * The type, for display.
     *
     * @return as the vendor spells it
     */
    public String type() {
        return type;
    }

    /**
     * The offset from the structure's beginning.
     *
     * @return bytes
     */
    public int offset() {
        return offset;
    }

    /**
     * The size of the field, for a bit field the size of the unit that holds it.
     *
     * @return bytes
     */
    public int size() {
        return size;
    }

    /**
     * The lowest bit of a bit field.
     *
     * @return 0 for a field that fills its bytes
     */
    public int firstBit() {
        return firstBit;
    }

    /**
     * The number of bits.
     *
     * @return 8 times {@link #size()} for a field that fills its bytes
     */
    public int bitCount() {
        return bitCount;
    }

    /**
     * Whether the field fills only some bits of its unit.
     *
     * @return whether it is a bit field
     */
    public boolean isBitField() {
        return bitCount != size * Byte.SIZE;
    }

    /**
     * Whether the field has a value that fits into a {@code long}.
     *
     * @return whether its size is 1, 2, 4 or 8
     */
    public boolean isScalar() {
        return size == 1 || size == 2 || size == 4 || size == 8;
    }

    /**
     * Reads the value.
     *
     * @param cursor stands at the structure's beginning
     * @return the value, unsigned
     */
    public long get(MemoryCursor cursor) {
        return bits(
                switch (size) {
                    case 1 -> cursor.u8(offset);
                    case 2 -> cursor.u16(offset);
                    case 4 -> cursor.u32(offset);
                    case 8 -> cursor.u64(offset);
                    default -> throw notScalar();
                });
    }

    /**
     * Reads the value.
     *
     * @param segment holds the structure
     * @param base where the structure begins in the segment
     * @return the value, unsigned
     */
    public long get(MemorySegment segment, long base) {
        return bits(raw(segment, base + offset));
    }

    /**
     * Writes the value; the other bits of a bit field's unit stay.
     *
     * @param segment holds the structure
     * @param base where the structure begins in the segment
     * @param value the value; higher bits than the field has are cut off
     */
    public void set(MemorySegment segment, long base, long value) {
        long at = base + offset;
        long mask = mask() << firstBit;
        long unit = isBitField() ? raw(segment, at) & ~mask | value << firstBit & mask : value;
        switch (size) {
            case 1 -> segment.set(ValueLayout.JAVA_BYTE, at, (byte) unit);
            case 2 -> segment.set(U16, at, (short) unit);
            case 4 -> segment.set(U32, at, (int) unit);
            case 8 -> segment.set(U64, at, unit);
            default -> throw notScalar();
        }
    }

    private long raw(MemorySegment segment, long at) {
        return switch (size) {
            case 1 -> segment.get(ValueLayout.JAVA_BYTE, at) & 0xffL;
            case 2 -> segment.get(U16, at) & 0xffffL;
            case 4 -> segment.get(U32, at) & 0xffff_ffffL;
            case 8 -> segment.get(U64, at);
            default -> throw notScalar();
        };
    }

    private long bits(long unit) {
        return unit >>> firstBit & mask();
    }

    private long mask() {
        return bitCount == Long.SIZE ? -1L : (1L << bitCount) - 1;
    }

    private IllegalStateException notScalar() {
        return new IllegalStateException(name + " has " + size + " bytes and no single value");
    }

    @Override
    public String toString() {
        return name + " @" + offset + " " + type;
    }
}
