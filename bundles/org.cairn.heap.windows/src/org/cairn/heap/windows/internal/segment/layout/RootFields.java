package org.cairn.heap.windows.internal.segment.layout;

/**
 * Offsets in {@code _SEGMENT_HEAP}.
 *
 * @param bytes size of the structure
 * @param signature of {@code Signature}
 * @param largeTree of {@code LargeAllocMetadata}
 * @param contexts of the first {@code _HEAP_SEG_CONTEXT}; 0 where the heap itself is its only one
 * @param contextCount the number of contexts
 * @param vsContext of {@code VsContext}
 * @param lfhContext of {@code LfhContext}
 * @param allocatedBase of {@code AllocatedBase}
 * @param uncommittedBase of {@code UncommittedBase}
 * @param reservedLimit of {@code ReservedLimit}
 */
public record RootFields(
        int bytes,
        int signature,
        int largeTree,
        int contexts,
        int contextCount,
        int vsContext,
        int lfhContext,
        int allocatedBase,
        int uncommittedBase,
        int reservedLimit) {
    /** What {@code _SEGMENT_HEAP.Signature} holds. */
    public static final long SIGNATURE = 0xddeeddeeL;

    private static final String CONTEXTS = "SegContexts";
    private static final int CONTEXT_COUNT = 2;

    static RootFields bind(TypeFields heap) {
        boolean single = isSingle(heap);
        return new RootFields(
                heap.size(),
                heap.of("Signature"),
                heap.of("LargeAllocMetadata"),
                single ? 0 : heap.of(CONTEXTS),
                single ? 1 : CONTEXT_COUNT,
                heap.of("VsContext"),
                heap.of("LfhContext"),
                heap.of("AllocatedBase"),
                heap.of("UncommittedBase"),
                heap.of("ReservedLimit"));
    }

    /** Whether the heap has no contexts of its own, as up to 1703. */
    static boolean isSingle(TypeFields heap) {
        return !heap.has(CONTEXTS) && heap.has("SegmentListHead");
    }
}
