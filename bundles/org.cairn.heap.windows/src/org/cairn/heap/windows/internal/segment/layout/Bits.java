package org.cairn.heap.windows.internal.segment.layout;

import org.cairn.memory.Field;
import org.cairn.memory.MemoryCursor;

/**
 * An integer of a structure, or some bits of one.
 *
 * @param offset of the unit that holds them, in bytes; -1 when the version does not have them
 * @param size of that unit: 1, 2, 4 or 8 bytes
 * @param shift the lowest bit
 * @param width the number of bits
 */
public record Bits(int offset, int size, int shift, int width) {
    /** What a version does not have: always 0. */
    public static final Bits NONE = new Bits(-1, 0, 0, 0);

    /**
     * The bits of a field. A table may give a unit that is too short for its bits; it is widened.
     */
    static Bits of(Field field) {
        int size = field.isScalar() ? field.size() : Long.BYTES;
        return new Bits(field.offset(), size, field.firstBit(), field.bitCount());
    }

    /** The same bits of a structure that is embedded in another one. */
    Bits in(int outer) {
        return exist() ? new Bits(outer + offset, size, shift, width) : NONE;
    }

    /** Whether the version has them. */
    public boolean exist() {
        return offset >= 0;
    }

    /**
     * Reads them.
     *
     * @param cursor stands at the beginning of the structure
     * @return the value, unsigned; 0 when the version does not have them
     */
    public long get(MemoryCursor cursor) {
        return switch (size) {
            case 1 -> value(cursor.u8(offset));
            case 2 -> value(cursor.u16(offset));
            case 4 -> value(cursor.u32(offset));
            case 8 -> value(cursor.u64(offset));
            default -> 0;
        };
    }

    /** Takes the bits out of the unit that holds them. */
    public long value(long unit) {
        return unit >>> shift & mask();
    }

    /** Where the bits lie in a word that begins where the structure begins. */
    public long inWord() {
        return exist() ? mask() << shiftInWord() : 0;
    }

    /** Takes the bits out of a word that begins where the structure begins. */
    public long fromWord(long word) {
        return word >>> shiftInWord() & mask();
    }

    /** Puts a value into a word that begins where the structure begins. */
    public long toWord(long value) {
        return (value & mask()) << shiftInWord();
    }

    private int shiftInWord() {
        return offset * Byte.SIZE + shift;
    }

    private long mask() {
        return width == Long.SIZE ? -1L : (1L << width) - 1;
    }
}
