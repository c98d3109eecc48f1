package org.cairn.heap.windows.internal.layout;

/**
 * Offsets in {@code _HEAP_SEGMENT}; -1 where a version has no such field.
 *
 * @param bytes size of the structure
 * @param signature of {@code Signature}, from Vista on {@code SegmentSignature}
 * @param heap of {@code Heap}
 * @param baseAddress of {@code BaseAddress}
 * @param numberOfPages of {@code NumberOfPages}
 * @param firstEntry of {@code FirstEntry}
 * @param lastValidEntry of {@code LastValidEntry}, the end of the segment
 * @param ranges of {@code UnCommittedRanges} (first of a chain), from Vista on of the list head
 *     {@code UCRSegmentList}
 * @param listEntry of {@code SegmentListEntry}, from Vista on
 */
public record SegmentFields(
        int bytes,
        int signature,
        int heap,
        int baseAddress,
        int numberOfPages,
        int firstEntry,
        int lastValidEntry,
        int ranges,
        int listEntry) {
    /** What {@code _HEAP_SEGMENT.Signature} and {@code SegmentSignature} hold. */
    public static final int SIGNATURE = 0xffeeffee;

    static SegmentFields bind(Offsets segment, Family family) {
        boolean nt5 = family == Family.NT5;
        return new SegmentFields(
                segment.size(),
                segment.of(nt5 ? "Signature" : "SegmentSignature"),
                segment.of("Heap"),
                segment.of("BaseAddress"),
                segment.of("NumberOfPages"),
                segment.of("FirstEntry"),
                segment.of("LastValidEntry"),
                segment.of(nt5 ? "UnCommittedRanges" : "UCRSegmentList"),
                nt5 ? Offsets.NONE : segment.of("SegmentListEntry"));
    }
}
