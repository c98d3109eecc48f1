package org.cairn.pool.windows.internal.layout;

import org.cairn.memory.Field;
import org.cairn.memory.Structure;

/**
 * Some bits of the first four bytes of {@code _POOL_HEADER}.
 *
 * @param shift the lowest bit
 * @param mask of the value, after shifting
 */
public record BitRange(int shift, int mask) {
    static BitRange of(Structure structure, String name) {
        Field field = structure.field(name);
        return new BitRange(
                field.offset() * Byte.SIZE + field.firstBit(), (1 << field.bitCount()) - 1);
    }

    /** The value in those four bytes. */
    public int get(int word) {
        return word >>> shift & mask;
    }

    /** Those four bytes with another value. */
    public int set(int word, int value) {
        return word & ~(mask << shift) | (value & mask) << shift;
    }
}
