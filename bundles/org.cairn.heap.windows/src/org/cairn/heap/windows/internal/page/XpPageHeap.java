package org.cairn.heap.windows.internal.page;

import org.cairn.memory.Structure;

/**
 * The structures of the page heap of XP and 2003 x86, for which no type table is shipped. The
 * root's fields are those of a published listing of ntdll's types; the order of a node's fields is
 * that of published descriptions of the time and was not compared with a dump, so a heap is only
 * taken for one of these when its nodes agree with each other (see {@link PageHeapProbe}).
 */
final class XpPageHeap {
    private static final Structure ROOT =
            Structure.named("_DPH_HEAP_ROOT")
                    .u32("Signature")
                    .u32("HeapFlags")
                    .u32("HeapCritSect")
                    .u32("nRemoteLockAcquired")
                    .u32("pVirtualStorageListHead")
                    .u32("pVirtualStorageListTail")
                    .u32("nVirtualStorageRanges")
                    .u32("nVirtualStorageBytes")
                    .u32("pBusyAllocationListHead")
                    .u32("pBusyAllocationListTail")
                    .u32("nBusyAllocations")
                    .u32("nBusyAllocationBytesCommitted")
                    .u32("pFreeAllocationListHead")
                    .u32("pFreeAllocationListTail")
                    .u32("nFreeAllocations")
                    .u32("nFreeAllocationBytesCommitted")
                    .u32("pAvailableAllocationListHead")
                    .u32("pAvailableAllocationListTail")
                    .u32("nAvailableAllocations")
                    .u32("nAvailableAllocationBytesCommitted")
                    .u32("pUnusedNodeListHead")
                    .u32("pUnusedNodeListTail")
                    .u32("nUnusedNodes")
                    .u32("nBusyAllocationBytesAccessible")
                    .u32("pNodePoolListHead")
                    .u32("pNodePoolListTail")
                    .u32("nNodePools")
                    .u32("nNodePoolBytes")
                    .u32("pNextHeapRoot")
                    .u32("pPrevHeapRoot")
                    .u32("nUnProtectionReferenceCount")
                    .u32("InsideAllocateNode")
                    .u32("ExtraFlags")
                    .u32("Seed")
                    .u32("NormalHeap")
                    .u32("CreateStackTrace")
                    .u32("FirstThread")
                    .build();

    private static final Structure NODE =
            Structure.named("_DPH_HEAP_BLOCK")
                    .u32("pNextAlloc")
                    .u32("pVirtualBlock")
                    .u32("nVirtualBlockSize")
                    .u32("nVirtualAccessSize")
                    .u32("pUserAllocation")
                    .u32("nUserRequestedSize")
                    .u32("nUserActualSize")
                    .u32("UserValue")
                    .u32("UserFlags")
                    .u32("StackTrace")
                    .build();

    private static final Structure INFORMATION =
            Structure.named("_DPH_BLOCK_INFORMATION")
                    .u32("StartStamp")
                    .u32("Heap")
                    .u32("RequestedSize")
                    .u32("ActualSize")
                    .u64("FreeQueue")
                    .u32("StackTrace")
                    .u32("EndStamp")
                    .build();

    /** The layout. */
    static final PageHeapLayout LAYOUT =
            new PageHeapLayout(
                    "dph-xp-x86",
                    Integer.BYTES,
                    RootFields.bind(
                            ROOT,
                            ROOT.offset("pBusyAllocationListHead"),
                            ROOT.offset("pAvailableAllocationListHead")),
                    NodeFields.bind(NODE),
                    TreeFields.NONE,
                    InformationFields.bind(INFORMATION));

    private XpPageHeap() {}
}
