package org.cairn.heap.windows.internal.page;

import org.cairn.memory.Structure;
import org.cairn.types.TypeTable;

/**
 * Offsets in {@code _DPH_HEAP_ROOT}.
 *
 * @param bytes size of the structure; the first nodes follow
 * @param signature of {@code Signature}
 * @param lock of {@code HeapCritSect}
 * @param ranges of {@code pVirtualStorageListHead}
 * @param rangeCount of {@code nVirtualStorageRanges}
 * @param busy of {@code BusyNodesTable.BalancedRoot}, before Vista of {@code
 *     pBusyAllocationListHead}
 * @param busyCount of {@code nBusyAllocations}
 * @param free of {@code pFreeAllocationListHead}
 * @param freeCount of {@code nFreeAllocations}
 * @param available of the list head {@code AvailableAllocationHead}, before Vista of {@code
 *     pAvailableAllocationListHead}
 * @param availableCount of {@code nAvailableAllocations}
 * @param unused of {@code pUnusedNodeListHead}
 * @param pools of {@code pNodePoolListHead}
 * @param extraFlags of {@code ExtraFlags}
 * @param normalHeap of {@code NormalHeap}
 */
record RootFields(
        int bytes,
        int signature,
        int lock,
        int ranges,
        int rangeCount,
        int busy,
        int busyCount,
        int free,
        int freeCount,
        int available,
        int availableCount,
        int unused,
        int pools,
        int extraFlags,
        int normalHeap) {
    /** What {@code Signature} holds. */
    static final long SIGNATURE = 0xffee_ddccL;

    /** {@code ExtraFlags}: the guard page lies before a block, not behind it. */
    static final int CHECK_UNDERRUN = 0x10;

    static RootFields bind(TypeTable table) {
        Structure root = table.structure("_DPH_HEAP_ROOT");
        int tree = table.structure("_RTL_AVL_TABLE").offset("BalancedRoot");
        return bind(
                root, root.offset("BusyNodesTable") + tree, root.offset("AvailableAllocationHead"));
    }

    static RootFields bind(Structure root, int busy, int available) {
        return new RootFields(
                root.size(),
                root.offset("Signature"),
                root.offset("HeapCritSect"),
                root.offset("pVirtualStorageListHead"),
                root.offset("nVirtualStorageRanges"),
                busy,
                root.offset("nBusyAllocations"),
                root.offset("pFreeAllocationListHead"),
                root.offset("nFreeAllocations"),
                available,
                root.offset("nAvailableAllocations"),
                root.offset("pUnusedNodeListHead"),
                root.offset("pNodePoolListHead"),
                root.offset("ExtraFlags"),
                root.offset("NormalHeap"));
    }
}
