package org.cairn.heap.windows.internal.crt;

import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Structure;

import java.util.List;

/**
 * The header that the debug C run time puts before the data of a block, {@code _CrtMemBlockHeader},
 * as its headers publish it: until Visual Studio 2013 with {@code nDataSize} before {@code
 * nBlockUse} on x86, since 2015 (the universal run time) the other way round; on x64 always so.
 * Four guard bytes follow the header, that is to say they end it, and four follow the data.
 */
enum CrtLayout {
    /** x86, until Visual Studio 2013. */
    OLD_X86(
            Integer.BYTES,
            Structure.named("_CrtMemBlockHeader")
                    .u32("pBlockHeaderNext")
                    .u32("pBlockHeaderPrev")
                    .u32("szFileName")
                    .u32("nLine")
                    .u32("nDataSize")
                    .u32("nBlockUse")
                    .u32("lRequest")
                    .u32("gap")
                    .build()),
    /** x86, since Visual Studio 2015. */
    NEW_X86(
            Integer.BYTES,
            Structure.named("_CrtMemBlockHeader")
                    .u32("pBlockHeaderNext")
                    .u32("pBlockHeaderPrev")
                    .u32("szFileName")
                    .u32("nLine")
                    .u32("nBlockUse")
                    .u32("nDataSize")
                    .u32("lRequest")
                    .u32("gap")
                    .build()),
    /** x64. */
    X64(
            Long.BYTES,
            Structure.named("_CrtMemBlockHeader")
                    .u64("pBlockHeaderNext")
                    .u64("pBlockHeaderPrev")
                    .u64("szFileName")
                    .u32("nLine")
                    .u32("nBlockUse")
                    .u64("nDataSize")
                    .u32("lRequest")
                    .u32("gap")
                    .build());

    /** Each of the guard bytes. */
    static final int GUARD = 0xfd;

    /** Guard bytes at either end of the data. */
    static final int GUARD_BYTES = 4;

    private static final long GUARDS = 0xfdfd_fdfdL;
    private static final int USES = 5;
    private static final int USE_MASK = 0xffff;

    private final int pointerSize;
    private final Structure structure;
    private final int file;
    private final int line;
    private final int dataSize;
    private final int blockUse;
    private final int gap;

    CrtLayout(int pointerSize, Structure structure) {
        this.pointerSize = pointerSize;
        this.structure = structure;
        file = structure.offset("szFileName");
        line = structure.offset("nLine");
        dataSize = structure.offset("nDataSize");
        blockUse = structure.offset("nBlockUse");
        gap = structure.offset("gap");
    }

    /** The layouts for pointers of a size. */
    static List<CrtLayout> of(int pointerSize) {
        return pointerSize == Integer.BYTES ? List.of(NEW_X86, OLD_X86) : List.of(X64);
    }

    /** The structure. */
    Structure structure() {
        return structure;
    }

    /** Bytes of the header, its guard included. */
    int bytes() {
        return structure.size();
    }

    /**
     * Whether a block begins with such a header.
     *
     * @param cursor at the block's data; the header is there
     * @param size of the block's data for its caller
     * @return whether sizes and use agree
     */
    boolean fits(MemoryCursor cursor, long size) {
        return cursor.pointer(dataSize, pointerSize) == size - bytes() - GUARD_BYTES
                && (cursor.u32(blockUse) & USE_MASK) < USES;
    }

    /** Whether the data that the header claims have room, with the cursor at it. */
    boolean isWithin(MemoryCursor cursor, long room) {
        return Long.compareUnsigned(
                                cursor.pointer(dataSize, pointerSize), room - bytes() - GUARD_BYTES)
                        <= 0
                && room >= bytes() + GUARD_BYTES
                && (cursor.u32(blockUse) & USE_MASK) < USES;
    }

    /** Whether the guard before the data is intact, with the cursor at the header. */
    boolean isGuarded(MemoryCursor cursor) {
        return cursor.u32(gap) == GUARDS;
    }

    /** Whether the guard behind the data is intact, with the cursor at it. */
    static boolean isGuard(MemoryCursor cursor) {
        return cursor.u32(0) == GUARDS;
    }

    /** {@code szFileName}. */
    long file(MemoryCursor cursor) {
        return cursor.pointer(file, pointerSize);
    }

    /** {@code nLine}. */
    int line(MemoryCursor cursor) {
        return (int) cursor.u32(line);
    }

    /** {@code nBlockUse} in words. */
    String use(MemoryCursor cursor) {
        return switch ((int) cursor.u32(blockUse) & USE_MASK) {
            case 0 -> "free block";
            case 1 -> "normal block";
            case 2 -> "block of the run time";
            case 3 -> "ignored block";
            default -> "client block";
        };
    }

    /** Where the guard before the data lies. */
    int gap() {
        return gap;
    }
}
