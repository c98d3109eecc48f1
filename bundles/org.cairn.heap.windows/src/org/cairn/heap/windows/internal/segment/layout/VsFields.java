package org.cairn.heap.windows.internal.segment.layout;

/**
 * Fields of the VS allocator: {@code _HEAP_VS_SUBSEGMENT}, {@code _HEAP_VS_CHUNK_HEADER} and {@code
 * _HEAP_VS_CONTEXT}.
 *
 * @param subsegmentBytes size of {@code _HEAP_VS_SUBSEGMENT}
 * @param listEntry offset of {@code _HEAP_VS_SUBSEGMENT.ListEntry}
 * @param size {@code _HEAP_VS_SUBSEGMENT.Size}, in units
 * @param signature {@code _HEAP_VS_SUBSEGMENT.Signature}
 * @param unit bytes of a unit, of a chunk's header too
 * @param unsafeSize {@code UnsafeSize} in the decoded first word of a chunk, in units
 * @param unsafePrevSize {@code UnsafePrevSize} in it, in units
 * @param memoryCost {@code MemoryCost} in it
 * @param allocated {@code Allocated} in it
 * @param unusedBit {@code UnusedBytes} of a chunk's header
 * @param skipDuringWalk {@code SkipDuringWalk} of a chunk's header
 * @param pageOffset {@code EncodedSegmentPageOffset} of a chunk's header
 * @param node offset of {@code _HEAP_VS_CHUNK_FREE_HEADER.Node}
 * @param freeTree offset of {@code _HEAP_VS_CONTEXT.FreeChunkTree}
 * @param delayFree offset of {@code _HEAP_VS_CONTEXT.DelayFreeContext}, from 1809 on
 * @param unused the word at the end of a chunk
 */
public record VsFields(
        int subsegmentBytes,
        int listEntry,
        Bits size,
        Bits signature,
        int unit,
        Bits unsafeSize,
        Bits unsafePrevSize,
        Bits memoryCost,
        Bits allocated,
        Bits unusedBit,
        Bits skipDuringWalk,
        Bits pageOffset,
        int node,
        int freeTree,
        int delayFree,
        UnusedFields unused) {
    /** {@code Size ^ Signature} of a subsegment, in the bits of {@link #SIGNATURE_MASK}. */
    public static final int SIGNATURE = 0x2bed;

    /** The bits of {@code Size ^ Signature} that are fixed. */
    public static final int SIGNATURE_MASK = 0x7fff;

    /** The shortest chunk in units: the header of a free one must fit. */
    public static final int MIN_UNITS = 2;

    static VsFields bind(
            int pointerSize,
            TypeFields subsegment,
            TypeFields header,
            TypeFields sizes,
            TypeFields free,
            TypeFields context,
            TypeFields unused) {
        return new VsFields(
                subsegment.size(),
                subsegment.of("ListEntry"),
                subsegment.bits("Size"),
                subsegment.bits("Signature"),
                2 * pointerSize,
                sizes.bits("UnsafeSize"),
                sizes.bits("UnsafePrevSize"),
                sizes.bits("MemoryCost"),
                sizes.bits("Allocated"),
                header.bits("UnusedBytes"),
                header.bits("SkipDuringWalk"),
                header.bits("EncodedSegmentPageOffset"),
                free.of("Node"),
                context.of("FreeChunkTree"),
                context.ifThere("DelayFreeContext"),
                UnusedFields.bind(unused));
    }

    /** Where the first chunk of a subsegment begins. */
    public int firstChunk() {
        return subsegmentBytes + unit - 1 & -unit;
    }

    /** The bits of a chunk's first word that no field uses. */
    public long spare() {
        long word = unit == 2 * Long.BYTES ? -1L : 0xffff_ffffL;
        return word
                & ~(unsafeSize.inWord()
                        | unsafePrevSize.inWord()
                        | memoryCost.inWord()
                        | allocated.inWord());
    }
}
