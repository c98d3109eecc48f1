package org.cairn.pool.windows.internal.layout;

import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.cairn.types.TypeTable;

import java.util.Optional;

/**
 * {@code _HEAP_VS_CHUNK_HEADER}, which precedes each chunk of a segment heap. Its first word,
 * {@code Sizes}, is combined with its own address and with a key that all heaps of a kernel share:
 * what does not depend on the address or on the chunk is the same in front of all blocks of a
 * memory.
 *
 * @param bytes of the header
 * @param wordBytes of its first word
 * @param sizeShift the lowest bit of {@code UnsafeSize} in it, which is in units
 * @param inPage the bits of the word that are the same for all chunks of a page which are in use,
 *     once {@code UnsafeSize} is taken off
 * @param inAll those of them that are the same in all pages
 * @param inFree those of them that free chunks have, too
 * @param spareOffset of the four bytes with the bits that no field uses
 * @param spare {@code Spare} in them, 0 in chunks that are in use
 */
public record ChunkHeader(
        int bytes,
        int wordBytes,
        int sizeShift,
        long inPage,
        long inAll,
        long inFree,
        int spareOffset,
        int spare) {
    /** The bits that all addresses of one page of a kernel on x64 share with those of another. */
    private static final long FIXED_X64 = 0xffff_0000_0000_0fffL;

    /** The same on x86. */
    private static final long FIXED_X86 = 0x8000_0fffL;

    /**
     * Binds the header.
     *
     * @param table of one build
     * @return empty when the table does not have it
     */
    public static Optional<ChunkHeader> bind(TypeTable table) {
        return table.find("_HEAP_VS_CHUNK_HEADER")
                .flatMap(
                        header ->
                                table.find("_HEAP_VS_CHUNK_HEADER_SIZE")
                                        .map(sizes -> bind(header, sizes)));
    }

    private static ChunkHeader bind(Structure header, Structure sizes) {
        boolean wide = sizes.size() == Long.BYTES;
        long size = bits(sizes, "UnsafeSize");
        long allocated = bits(sizes, "Allocated");
        long inPage =
                (wide ? -1L : 0xffff_ffffL)
                        & ~bits(sizes, "UnsafePrevSize")
                        & ~bits(sizes, "MemoryCost");
        Field spare = header.field("Spare");
        long inAll = inPage & (wide ? FIXED_X64 : FIXED_X86);
        return new ChunkHeader(
                header.size(),
                sizes.size(),
                Long.numberOfTrailingZeros(size),
                inPage,
                inAll,
                inAll & ~size & ~allocated,
                spare.offset(),
                (int) ((1L << spare.bitCount()) - 1 << spare.firstBit()));
    }

    private static long bits(Structure sizes, String name) {
        Field field = sizes.field(name);
        return (1L << field.bitCount()) - 1 << field.offset() * Byte.SIZE + field.firstBit();
    }
}
