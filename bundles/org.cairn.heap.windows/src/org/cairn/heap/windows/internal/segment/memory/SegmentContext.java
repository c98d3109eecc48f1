package org.cairn.heap.windows.internal.segment.memory;

import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.segment.layout.ContextFields;
import org.cairn.heap.windows.internal.segment.layout.DescriptorFields;
import org.cairn.heap.windows.internal.segment.layout.SegmentLayout;

import java.util.ArrayList;
import java.util.List;

/**
 * A {@code _HEAP_SEG_CONTEXT}: how one sort of page segments of a heap is divided. Up to 1703 the
 * heap itself is the only one.
 *
 * @param heap address of the heap
 * @param index its place in the heap
 * @param address of the context
 * @param unitShift log2 of the bytes of a unit
 * @param firstUnit the first unit behind the descriptors
 * @param listHead address of {@code SegmentListHead}
 * @param freeRanges address of {@code FreePageRanges}
 * @param assumed whether the division was assumed, because the context does not tell or is damaged
 */
public record SegmentContext(
        long heap,
        int index,
        long address,
        int unitShift,
        int firstUnit,
        long listHead,
        long freeRanges,
        boolean assumed) {
    private static final int[] USUAL_SHIFTS = {12, 16};
    private static final int MAX_SHIFT = 22;

    /**
     * Reads the contexts of a heap.
     *
     * @param memory holds the heap
     * @param layout of the heap
     * @param heap its address
     * @return all of them; where one is absent or contradicts itself, its division is assumed
     */
    public static List<SegmentContext> read(ProcessMemory memory, SegmentLayout layout, long heap) {
        List<SegmentContext> contexts = new ArrayList<>();
        for (int i = 0; i < layout.root().contextCount(); i++) {
            contexts.add(read(memory, layout, heap, i));
        }
        return contexts;
    }

    private static SegmentContext read(
            ProcessMemory memory, SegmentLayout layout, long heap, int index) {
        ContextFields fields = layout.context();
        boolean described = fields.describesUnits();
        long address =
                described ? heap + layout.root().contexts() + (long) index * fields.bytes() : heap;
        int shift = described ? memory.u8(address + fields.unitShift(), 0) : 0;
        int first = described ? memory.u8(address + fields.firstDescriptorIndex(), 0) : 0;
        long mask = described ? memory.pointer(address + fields.segmentMask(), 0) : 0;
        boolean told =
                shift >= SegmentLayout.PAGE_SHIFT
                        && shift <= MAX_SHIFT
                        && mask
                                == (-((long) DescriptorFields.COUNT << shift)
                                        & layout.pointerMask())
                        && (long) first << shift >= layout.descriptor().arrayBytes();
        int usual = USUAL_SHIFTS[index];
        int units = layout.descriptor().arrayBytes() + (1 << usual) - 1 >> usual;
        return new SegmentContext(
                heap,
                index,
                address,
                told ? shift : usual,
                told ? first : units,
                address + fields.segmentListHead(),
                address + fields.freePageRanges(),
                !told);
    }

    /** Bytes of a page segment. */
    public long segmentBytes() {
        return (long) DescriptorFields.COUNT << unitShift;
    }

    /** The address of a unit of a segment. */
    public long unit(long segment, int number) {
        return segment + ((long) number << unitShift);
    }

    /** The segment that an address would belong to. */
    public long segmentOf(long inside) {
        return inside & -segmentBytes();
    }
}
