package org.cairn.types.internal.pdb;

/**
 * A type as a field has it.
 *
 * @param text as {@link org.cairn.types.internal.TypeSizes} reads it
 * @param size in bytes, for a bit field of the unit that holds the bits; 0 when unknown or 256 MiB
 *     and more
 * @param firstBit the lowest bit of a bit field
 * @param bits the number of bits of a bit field, 0 for other types
 */
record TypeUse(String text, int size, int firstBit, int bits) {
    /** What a field can count in bits; larger types are rare and need no size. */
    private static final int MAX_SIZE = Integer.MAX_VALUE / Byte.SIZE;

    static TypeUse whole(String text, long size) {
        return new TypeUse(text, size < 0 || size > MAX_SIZE ? 0 : (int) size, 0, 0);
    }
}
