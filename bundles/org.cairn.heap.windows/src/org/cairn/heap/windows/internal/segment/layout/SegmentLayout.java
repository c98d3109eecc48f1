package org.cairn.heap.windows.internal.segment.layout;

import org.cairn.memory.Architecture;
import org.cairn.types.TypeTable;

import java.util.Optional;

/**
 * Everything that a walk needs to know of a version of the segment heap. Tables of different builds
 * that agree in all of this give equal layouts.
 *
 * @param pointerSize 4 or 8 bytes
 * @param root {@code _SEGMENT_HEAP}
 * @param context {@code _HEAP_SEG_CONTEXT}
 * @param descriptor {@code _HEAP_PAGE_RANGE_DESCRIPTOR}
 * @param vs the VS allocator
 * @param lfh the low-fragmentation allocator
 * @param large blocks with memory of their own
 * @param tree red-black trees
 */
public record SegmentLayout(
        int pointerSize,
        RootFields root,
        ContextFields context,
        DescriptorFields descriptor,
        VsFields vs,
        LfhFields lfh,
        LargeFields large,
        TreeFields tree) {
    /** The size of a page on x86 and x64. */
    public static final int PAGE = 0x1000;

    /** The number of bits of an address within a page. */
    public static final int PAGE_SHIFT = 12;

    /**
     * Binds the fields.
     *
     * @param table of one build
     * @return the layout, or empty when the table does not cover the segment heap
     */
    public static Optional<SegmentLayout> bind(TypeTable table) {
        int pointerSize = table.id().architecture().pointerSize();
        TypeFields heap = new TypeFields(table, "_SEGMENT_HEAP");
        boolean single = RootFields.isSingle(heap);
        TypeFields context = single ? heap : new TypeFields(table, "_HEAP_SEG_CONTEXT");
        TypeFields descriptor = new TypeFields(table, "_HEAP_PAGE_RANGE_DESCRIPTOR");
        TypeFields segment = new TypeFields(table, "_HEAP_PAGE_SEGMENT");
        TypeFields subsegment = new TypeFields(table, "_HEAP_VS_SUBSEGMENT");
        TypeFields header = new TypeFields(table, "_HEAP_VS_CHUNK_HEADER");
        TypeFields sizes = new TypeFields(table, "_HEAP_VS_CHUNK_HEADER_SIZE");
        TypeFields free = new TypeFields(table, "_HEAP_VS_CHUNK_FREE_HEADER");
        TypeFields vsContext = new TypeFields(table, "_HEAP_VS_CONTEXT");
        TypeFields vsUnused = new TypeFields(table, "_HEAP_VS_UNUSED_BYTES_INFO");
        TypeFields lfh = new TypeFields(table, "_HEAP_LFH_SUBSEGMENT");
        TypeFields delayFree = new TypeFields(table, "_HEAP_LFH_SUBSEGMENT_DELAY_FREE");
        TypeFields lfhUnused = new TypeFields(table, "_HEAP_LFH_UNUSED_BYTES_INFO");
        TypeFields large = new TypeFields(table, "_HEAP_LARGE_ALLOC_DATA");
        TypeFields tree = new TypeFields(table, "_RTL_RB_TREE");
        TypeFields node = new TypeFields(table, "_RTL_BALANCED_NODE");
        SegmentLayout layout =
                new SegmentLayout(
                        pointerSize,
                        RootFields.bind(heap),
                        ContextFields.bind(context, single),
                        DescriptorFields.bind(descriptor, segment),
                        VsFields.bind(
                                pointerSize, subsegment, header, sizes, free, vsContext, vsUnused),
                        LfhFields.bind(lfh, delayFree, lfhUnused),
                        LargeFields.bind(large),
                        TreeFields.bind(tree, node));
        boolean complete =
                heap.isComplete()
                        && context.isComplete()
                        && descriptor.isComplete()
                        && segment.isComplete()
                        && subsegment.isComplete()
                        && header.isComplete()
                        && sizes.isComplete()
                        && free.isComplete()
                        && vsContext.isComplete()
                        && vsUnused.isComplete()
                        && lfh.isComplete()
                        && delayFree.isComplete()
                        && lfhUnused.isComplete()
                        && large.isComplete()
                        && tree.isComplete()
                        && node.isComplete()
                        && table.id().architecture() != Architecture.ARM64;
        return complete ? Optional.of(layout) : Optional.empty();
    }

    /**
     * The granularity of sizes.
     *
     * @return 8 bytes on x86, 16 on x64
     */
    public int unit() {
        return vs.unit();
    }

    /** The bits of a pointer. */
    public long pointerMask() {
        return pointerSize == Long.BYTES ? -1L : 0xffff_ffffL;
    }
}
