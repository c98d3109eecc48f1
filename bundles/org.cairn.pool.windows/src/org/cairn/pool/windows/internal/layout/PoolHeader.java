package org.cairn.pool.windows.internal.layout;

import org.cairn.memory.Structure;
import org.cairn.types.TypeTable;

import java.util.Optional;

/**
 * {@code _POOL_HEADER}, which precedes each block within a page. Its first four bytes hold four
 * numbers, then comes the tag. Sizes are in units, headers included.
 *
 * @param bytes of the header
 * @param unit granularity of sizes, in bytes
 * @param previousSize of the block before in the page, 0 in the first
 * @param poolIndex number of the descriptor
 * @param blockSize of the block
 * @param poolType stored as {@code code} says
 * @param code how the type is stored
 * @param processBilled offset of the charged process, -1 where the header has none: it is then in
 *     the last pointer of the block
 */
public record PoolHeader(
        int bytes,
        int unit,
        BitRange previousSize,
        BitRange poolIndex,
        BitRange blockSize,
        BitRange poolType,
        TypeCode code,
        int processBilled) {
    /** The size of a page on x86 and x64. */
    public static final int PAGE = 0x1000;

    /** Offset of {@code PoolTag}, in all versions. */
    public static final int TAG = 4;

    /** The bit of a tag that marks a protected block, which only its tag may free. */
    public static final int PROTECTED = 0x8000_0000;

    private static final int NT6 = 6000;

    /** Offset of the first number in the first four bytes of the header of 2000, bytes each. */
    private static final PoolHeader WINDOWS_2000 =
            new PoolHeader(
                    8,
                    0x20,
                    new BitRange(0, 0xff),
                    new BitRange(8, 0xff),
                    new BitRange(24, 0xff),
                    new BitRange(16, 0xff),
                    TypeCode.PLUS_ONE,
                    -1);

    /**
     * The header of Windows 2000 on x86, which no table has. Source: published descriptions.
     *
     * @return its layout
     */
    public static PoolHeader windows2000() {
        return WINDOWS_2000;
    }

    static Optional<PoolHeader> bind(TypeTable table) {
        return table.find("_POOL_HEADER").map(header -> bind(header, table));
    }

    private static PoolHeader bind(Structure header, TypeTable table) {
        return new PoolHeader(
                header.size(),
                header.size(),
                BitRange.of(header, "PreviousSize"),
                BitRange.of(header, "PoolIndex"),
                BitRange.of(header, "BlockSize"),
                BitRange.of(header, "PoolType"),
                table.id().build() < NT6 ? TypeCode.PLUS_ONE : TypeCode.BIT_ONE,
                header.find("ProcessBilled").isPresent()
                                && table.id().architecture().pointerSize() == Long.BYTES
                        ? header.offset("ProcessBilled")
                        : -1);
    }

    /** Bytes of a block, header included. */
    public int size(int word) {
        return blockSize.get(word) * unit;
    }

    /** Whether a block is free. */
    public boolean isFree(int word) {
        return code.isFree(poolType.get(word));
    }

    /** The type of a block in use. */
    public int type(int word) {
        return code.type(poolType.get(word));
    }

    /** Bytes of the smallest block: a header, and one unit for the caller. */
    public int least() {
        return bytes + unit;
    }

    /**
     * Where a block leads to the process that is charged for it.
     *
     * @param word first four bytes of its header
     * @return an offset in the block
     */
    public int billedAt(int word) {
        return processBilled >= 0 ? processBilled : size(word) - pointerSize();
    }

    /** The size of a pointer. */
    public int pointerSize() {
        return bytes / 2;
    }
}
