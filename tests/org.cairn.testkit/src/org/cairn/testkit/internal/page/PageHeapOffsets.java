package org.cairn.testkit.internal.page;

/**
 * Where the structures of a version keep what, from published listings of ntdll's types.
 *
 * @param pointer bytes of a pointer
 * @param root size of {@code _DPH_HEAP_ROOT}
 * @param lock of {@code HeapCritSect}
 * @param ranges of {@code pVirtualStorageListHead}; the tail follows
 * @param rangeCount of {@code nVirtualStorageRanges}
 * @param busy of the tree's root node, or of the list of busy nodes
 * @param elements of the tree's number of elements, or -1
 * @param busyCount of {@code nBusyAllocations}
 * @param free of {@code pFreeAllocationListHead}
 * @param freeCount of {@code nFreeAllocations}
 * @param available of the head of the list of available nodes
 * @param availableCount of {@code nAvailableAllocations}
 * @param unused of {@code pUnusedNodeListHead}
 * @param pools of {@code pNodePoolListHead}
 * @param poolCount of {@code nNodePools}
 * @param normalHeap of {@code NormalHeap}
 * @param node size of {@code _DPH_HEAP_BLOCK}
 * @param user of {@code pUserAllocation}
 * @param block of {@code pVirtualBlock}; two sizes follow
 * @param requested of {@code nUserRequestedSize}; the actual size follows
 * @param trace of {@code StackTrace}
 * @param information size of {@code _DPH_BLOCK_INFORMATION}
 * @param alignment of blocks
 */
public record PageHeapOffsets(
        int pointer,
        int root,
        int lock,
        int ranges,
        int rangeCount,
        int busy,
        int elements,
        int busyCount,
        int free,
        int freeCount,
        int available,
        int availableCount,
        int unused,
        int pools,
        int poolCount,
        int normalHeap,
        int node,
        int user,
        int block,
        int requested,
        int trace,
        int information,
        int alignment) {
    /** XP and 2003, x86. */
    public static final PageHeapOffsets XP_X86 =
            new PageHeapOffsets(
                    4, 0x94, 8, 0x10, 0x18, 0x20, -1, 0x28, 0x30, 0x38, 0x40, 0x48, 0x50, 0x60,
                    0x68, 0x88, 0x28, 0x10, 4, 0x14, 0x24, 0x20, 8);

    /** XP and 2003, x64: derived by hand from those of x86. */
    public static final PageHeapOffsets XP_X64 =
            new PageHeapOffsets(
                    8, 0x110, 8, 0x18, 0x28, 0x38, -1, 0x48, 0x58, 0x68, 0x78, 0x88, 0x98, 0xb8,
                    0xc8, 0xf8, 0x50, 0x20, 8, 0x28, 0x48, 0x40, 16);

    /** Vista to 11, x86. */
    public static final PageHeapOffsets VISTA_X86 =
            new PageHeapOffsets(
                    4, 0xc0, 8, 0x10, 0x18, 0x20, 0x38, 0x5c, 0x64, 0x6c, 0x74, 0x7c, 0x84, 0x94,
                    0x9c, 0xb4, 0x40, 0x10, 0x14, 0x20, 0x30, 0x20, 8);

    /** Vista to 11, x64. */
    public static final PageHeapOffsets VISTA_X64 =
            new PageHeapOffsets(
                    8, 0x168, 8, 0x18, 0x28, 0x38, 0x64, 0xa8, 0xb8, 0xc8, 0xd8, 0xe8, 0xf8, 0x118,
                    0x128, 0x150, 0x80, 0x20, 0x28, 0x40, 0x60, 0x40, 16);

    boolean hasTree() {
        return elements >= 0;
    }

    /** An offset by name. */
    public int root(String field) {
        return switch (field) {
            case "ranges" -> ranges;
            case "busy" -> busy;
            case "free" -> free;
            case "available" -> available;
            case "busyCount" -> busyCount;
            default -> throw new IllegalArgumentException(field);
        };
    }
}
