package org.cairn.heap.windows.internal.segment.show;

import org.cairn.heap.FieldValue;
import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.segment.layout.RangeKind;
import org.cairn.heap.windows.internal.segment.layout.SegmentLayout;
import org.cairn.heap.windows.internal.segment.memory.PageRanges;
import org.cairn.heap.windows.internal.segment.memory.SegmentContext;
import org.cairn.heap.windows.internal.segment.memory.SegmentKeys;
import org.cairn.heap.windows.internal.segment.memory.SegmentList;
import org.cairn.memory.AddressSpace;

import java.util.List;

/** Shows what the heap keeps of a block of any kind. */
public final class SegmentBlockDescription {
    private final ProcessMemory memory;
    private final SegmentLayout layout;
    private final SegmentFields fields;

    private SegmentBlockDescription(AddressSpace space, SegmentLayout layout, SegmentKeys keys) {
        this.memory = new ProcessMemory(space, layout.pointerSize());
        this.layout = layout;
        this.fields = new SegmentFields(memory, layout, keys);
    }

    /**
     * Shows a block.
     *
     * @param space holds the heap
     * @param layout of the heap
     * @param keys as far as they are known
     * @param heap address of the heap
     * @param block address of the block
     * @return the fields of its descriptor or node, its subsegment and its header, as far as there
     *     are such; empty when what describes it is absent
     */
    public static List<FieldValue> of(
            AddressSpace space, SegmentLayout layout, SegmentKeys keys, long heap, long block) {
        SegmentBlockDescription shown = new SegmentBlockDescription(space, layout, keys);
        shown.show(heap, block);
        return shown.fields.list();
    }

    private void show(long heap, long block) {
        for (SegmentContext context : SegmentContext.read(memory, layout, heap)) {
            long segment = context.segmentOf(block);
            if (SegmentList.read(memory, context).segments().contains(segment)) {
                inSegment(context, segment, block);
                return;
            }
        }
        fields.large(heap + layout.root().largeTree(), block);
    }

    private void inSegment(SegmentContext context, long segment, long block) {
        PageRanges ranges = new PageRanges(memory, layout, context, segment);
        int index = (int) (block - segment >>> context.unitShift());
        if (index < context.firstUnit()) {
            fields.segment(segment);
            return;
        }
        int first = ranges.kind(index) == RangeKind.CONTINUED ? index - ranges.units(index) : index;
        if (first < context.firstUnit() || !ranges.isPresent(first)) {
            return;
        }
        long start = ranges.unit(first);
        long end =
                ranges.unit(Math.min(first + Math.max(ranges.units(first), 1), PageRanges.COUNT));
        fields.descriptor(ranges.address(first));
        switch (ranges.kind(first)) {
            case VS -> fields.chunk(start, end, block);
            case LFH -> fields.lfh(start, end, block);
            case BACKEND -> fields.data(start, end);
            default -> {
                return;
            }
        }
    }
}
