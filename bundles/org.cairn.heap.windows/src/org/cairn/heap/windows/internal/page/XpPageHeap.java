package org.cairn.heap.windows.internal.page;

import org.cairn.memory.Architecture;
import org.cairn.memory.Structure;

/**
 * The structures of the page heap of XP and 2003, for which no type table is shipped. The root's
 * fields on x86 are those of a published listing of ntdll's types; the order of a node's fields is
 * that of published descriptions of the time and was not compared with a dump. Those of x64 are the
 * same fields by their natural alignment, numbers of bytes as wide as a pointer, as in the listings
 * of later versions; {@code _DPH_BLOCK_INFORMATION} is that of later versions. So a heap is only
 * taken for one of these when its nodes agree with each other (see {@link PageHeapProbe}), and what
 * is inferred is said of each.
 */
final class XpPageHeap {
    private static final String DOUBT_X86 = "the order of its nodes' fields is inferred";
    private static final String DOUBT_X64 = "the layout of its structures is inferred";

    private XpPageHeap() {}

    /** The layout for an architecture, x86 or x64. */
    static PageHeapLayout layout(Architecture architecture) {
        boolean wide = architecture == Architecture.X64;
        int pointer = architecture.pointerSize();
        Structure root = root(pointer);
        return new PageHeapLayout(
                wide ? "dph-xp-x64" : "dph-xp-x86",
                pointer,
                RootFields.bind(
                        root,
                        root.offset("pBusyAllocationListHead"),
                        root.offset("pAvailableAllocationListHead")),
                NodeFields.bind(node(pointer)),
                TreeFields.NONE,
                InformationFields.bind(wide ? wideInformation() : information()),
                wide ? DOUBT_X64 : DOUBT_X86);
    }

    private static Structure root(int pointer) {
        return new Aligned("_DPH_HEAP_ROOT", pointer)
                .words("Signature", "HeapFlags")
                .pointers("HeapCritSect")
                .words("nRemoteLockAcquired")
                .pointers("pVirtualStorageListHead", "pVirtualStorageListTail")
                .words("nVirtualStorageRanges")
                .pointers("nVirtualStorageBytes")
                .pointers("pBusyAllocationListHead", "pBusyAllocationListTail")
                .words("nBusyAllocations")
                .pointers("nBusyAllocationBytesCommitted")
                .pointers("pFreeAllocationListHead", "pFreeAllocationListTail")
                .words("nFreeAllocations")
                .pointers("nFreeAllocationBytesCommitted")
                .pointers("pAvailableAllocationListHead", "pAvailableAllocationListTail")
                .words("nAvailableAllocations")
                .pointers("nAvailableAllocationBytesCommitted")
                .pointers("pUnusedNodeListHead", "pUnusedNodeListTail")
                .words("nUnusedNodes")
                .pointers("nBusyAllocationBytesAccessible")
                .pointers("pNodePoolListHead", "pNodePoolListTail")
                .words("nNodePools")
                .pointers("nNodePoolBytes")
                .pointers("pNextHeapRoot", "pPrevHeapRoot")
                .words("nUnProtectionReferenceCount", "InsideAllocateNode", "ExtraFlags", "Seed")
                .pointers("NormalHeap", "CreateStackTrace", "FirstThread")
                .build();
    }

    private static Structure node(int pointer) {
        return new Aligned("_DPH_HEAP_BLOCK", pointer)
                .pointers("pNextAlloc", "pVirtualBlock", "nVirtualBlockSize", "nVirtualAccessSize")
                .pointers("pUserAllocation", "nUserRequestedSize", "nUserActualSize", "UserValue")
                .words("UserFlags")
                .pointers("StackTrace")
                .build();
    }

    private static Structure information() {
        return Structure.named("_DPH_BLOCK_INFORMATION")
                .u32("StartStamp")
                .u32("Heap")
                .u32("RequestedSize")
                .u32("ActualSize")
                .u64("FreeQueue")
                .u32("StackTrace")
                .u32("EndStamp")
                .build();
    }

    /** The last stamp stands directly before the data, behind four bytes that nobody uses. */
    private static Structure wideInformation() {
        return Structure.named("_DPH_BLOCK_INFORMATION")
                .u32("StartStamp")
                .at(0x8)
                .u64("Heap")
                .u64("RequestedSize")
                .u64("ActualSize")
                .bytes("FreeQueue", "_LIST_ENTRY", 2 * Long.BYTES)
                .u64("StackTrace")
                .at(0x3c)
                .u32("EndStamp")
                .build();
    }

    /** Fields one behind the other, each at a multiple of its size. */
    private static final class Aligned {
        private final Structure.Builder builder;
        private final int pointer;
        private int position;

        Aligned(String name, int pointer) {
            this.builder = Structure.named(name);
            this.pointer = pointer;
        }

        /** Fields of four bytes. */
        Aligned words(String... names) {
            return add(Integer.BYTES, names);
        }

        /** Pointers, and numbers of bytes. */
        Aligned pointers(String... names) {
            return add(pointer, names);
        }

        private Aligned add(int size, String... names) {
            position = position + size - 1 & -size;
            builder.at(position);
            for (String name : names) {
                builder.bytes(name, "u" + size * Byte.SIZE, size);
                position += size;
            }
            return this;
        }

        Structure build() {
            return builder.build();
        }
    }
}
