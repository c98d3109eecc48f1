package org.cairn.heap.windows.internal.layout;

/**
 * Offsets in {@code _HEAP}; -1 where a version has no such field.
 *
 * @param signature of {@code Signature}
 * @param flags of {@code Flags}
 * @param encodeFlagMask of {@code EncodeFlagMask}, from Vista on
 * @param encoding of {@code Encoding}, from Vista on
 * @param totalFreeSize of {@code TotalFreeSize}, in units
 * @param virtualAllocdBlocks of the list head {@code VirtualAllocdBlocks}
 * @param segments of the array {@code Segments}, XP, 2003 and ReactOS
 * @param segmentList of the list head {@code SegmentList}, from Vista on
 * @param freeLists of the list head, or of the 128 list heads, {@code FreeLists}
 * @param freeListsInUse of the bitmap of the free lists, XP and 2003
 * @param frontEndHeap of {@code FrontEndHeap}
 * @param frontEndHeapType of {@code FrontEndHeapType}
 * @param totalReserved of {@code Counters.TotalMemoryReserved}, from Vista on
 * @param totalCommitted of {@code Counters.TotalMemoryCommitted}, from Vista on
 */
public record HeapFields(
        int signature,
        int flags,
        int encodeFlagMask,
        int encoding,
        int totalFreeSize,
        int virtualAllocdBlocks,
        int segments,
        int segmentList,
        int freeLists,
        int freeListsInUse,
        int frontEndHeap,
        int frontEndHeapType,
        int totalReserved,
        int totalCommitted) {
    static HeapFields bind(Offsets heap, Offsets counters, Family family) {
        boolean nt5 = family == Family.NT5;
        boolean counted = family == Family.NT6;
        int first = counted ? heap.of("Counters") : Offsets.NONE;
        return new HeapFields(
                heap.of("Signature"),
                heap.of("Flags"),
                nt5 ? Offsets.NONE : heap.of("EncodeFlagMask"),
                nt5 ? Offsets.NONE : heap.of("Encoding"),
                heap.of("TotalFreeSize"),
                heap.of("VirtualAllocdBlocks"),
                family == Family.NT6 ? Offsets.NONE : heap.of("Segments"),
                family == Family.NT6 ? heap.of("SegmentList") : Offsets.NONE,
                heap.of("FreeLists"),
                nt5 ? heap.of("u") : Offsets.NONE,
                heap.of("FrontEndHeap"),
                heap.of("FrontEndHeapType"),
                counted ? first + counters.of("TotalMemoryReserved") : Offsets.NONE,
                counted ? first + counters.of("TotalMemoryCommitted") : Offsets.NONE);
    }
}
