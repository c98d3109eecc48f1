package org.cairn.heap.windows.internal.segment.layout;

/**
 * Offsets in {@code _HEAP_SEG_CONTEXT}, up to 1703 in {@code _SEGMENT_HEAP}; -1 where a version has
 * no such field.
 *
 * @param bytes size of the structure
 * @param segmentMask of {@code SegmentMask}, from 1709 on
 * @param unitShift of {@code UnitShift}, from 1709 on
 * @param firstDescriptorIndex of {@code FirstDescriptorIndex}, from 1709 on
 * @param maxAllocationSize of {@code MaxAllocationSize}, from 1709 on
 * @param vsContext of {@code VsContext}, from 1709 on
 * @param lfhContext of {@code LfhContext}, from 1709 on
 * @param heap of {@code Heap}, from 1709 on
 * @param segmentListHead of {@code SegmentListHead}
 * @param segmentCount of {@code SegmentCount}
 * @param freePageRanges of {@code FreePageRanges}
 */
public record ContextFields(
        int bytes,
        int segmentMask,
        int unitShift,
        int firstDescriptorIndex,
        int maxAllocationSize,
        int vsContext,
        int lfhContext,
        int heap,
        int segmentListHead,
        int segmentCount,
        int freePageRanges) {
    static ContextFields bind(TypeFields context, boolean single) {
        return new ContextFields(
                context.size(),
                single ? TypeFields.NONE : context.of("SegmentMask"),
                single ? TypeFields.NONE : context.of("UnitShift"),
                single ? TypeFields.NONE : context.of("FirstDescriptorIndex"),
                single ? TypeFields.NONE : context.of("MaxAllocationSize"),
                single ? TypeFields.NONE : context.of("VsContext"),
                single ? TypeFields.NONE : context.of("LfhContext"),
                single ? TypeFields.NONE : context.of("Heap"),
                context.of("SegmentListHead"),
                context.of("SegmentCount"),
                context.of("FreePageRanges"));
    }

    /** Whether the contexts say how their segments are divided. */
    public boolean describesUnits() {
        return segmentMask != TypeFields.NONE;
    }
}
