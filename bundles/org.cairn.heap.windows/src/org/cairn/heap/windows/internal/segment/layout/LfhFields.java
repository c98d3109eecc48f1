package org.cairn.heap.windows.internal.segment.layout;

/**
 * Fields of {@code _HEAP_LFH_SUBSEGMENT}.
 *
 * @param owner offset of {@code Owner}
 * @param delayFree {@code DelayFree} in place of the owner: whether frees wait to be counted
 * @param delayCount their number
 * @param freeCount {@code FreeCount}
 * @param blockCount {@code BlockCount}
 * @param withheld {@code WitheldBlockCount} (the vendor's spelling), from 1809 on
 * @param freeHint {@code FreeHint}
 * @param location {@code Location}
 * @param blockOffsets offset of {@code BlockOffsets}, encoded
 * @param commitUnitShift {@code CommitUnitShift}
 * @param commitUnitCount {@code CommitUnitCount}
 * @param commitStateOffset {@code CommitStateOffset}
 * @param bitmap offset of {@code BlockBitmap}: two bits for each block
 * @param unused the word at the end of a block
 */
public record LfhFields(
        int owner,
        Bits delayFree,
        Bits delayCount,
        Bits freeCount,
        Bits blockCount,
        Bits withheld,
        Bits freeHint,
        Bits location,
        int blockOffsets,
        Bits commitUnitShift,
        Bits commitUnitCount,
        Bits commitStateOffset,
        int bitmap,
        UnusedFields unused) {
    /** Bits of the bitmap for one block: busy, and whether it has an {@link UnusedFields} word. */
    public static final int BITS_PER_BLOCK = 2;

    static LfhFields bind(TypeFields subsegment, TypeFields delayFree, TypeFields unused) {
        int owner = subsegment.of("Owner");
        return new LfhFields(
                owner,
                delayFree.bits("DelayFree").in(owner),
                delayFree.bits("Count").in(owner),
                subsegment.bits("FreeCount"),
                subsegment.bits("BlockCount"),
                subsegment.bitsIfThere("WitheldBlockCount"),
                subsegment.bits("FreeHint"),
                subsegment.bits("Location"),
                subsegment.of("BlockOffsets"),
                subsegment.bits("CommitUnitShift"),
                subsegment.bits("CommitUnitCount"),
                subsegment.bits("CommitStateOffset"),
                subsegment.of("BlockBitmap"),
                UnusedFields.bind(unused));
    }

    /**
     * The bytes of the bitmap, which is made of pointer-sized words.
     *
     * @param blocks their number
     * @param pointerSize 4 or 8 bytes
     * @return bytes
     */
    public static int bitmapBytes(int blocks, int pointerSize) {
        int bits = pointerSize * Byte.SIZE;
        return (blocks * BITS_PER_BLOCK + bits - 1) / bits * pointerSize;
    }
}
