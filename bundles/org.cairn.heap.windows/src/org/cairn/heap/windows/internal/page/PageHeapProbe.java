package org.cairn.heap.windows.internal.page;

import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.memory.AddressSpace;

/**
 * Compares what stands at an address with one layout of the page heap. The layouts of one
 * architecture agree in where the signature and the list of ranges are, and differ in the nodes:
 * one of the ranges must hold the heap itself. Where the signature is another one, that range must
 * hold the heap's lock, too, and the ranges must be as many as the root says.
 */
final class PageHeapProbe {
    private static final int MAX_RANGES = 1 << 12;

    private PageHeapProbe() {}

    static boolean fits(AddressSpace space, PageHeapLayout layout, long handle) {
        ProcessMemory memory = new ProcessMemory(space, layout.pointerSize());
        long root = handle + PageHeapLayout.PAGE;
        RootFields fields = layout.root();
        if (!memory.isPresent(root, fields.bytes()) || !hasRoot(memory, layout, root)) {
            return false;
        }
        return PageRoot.isSigned(memory, handle)
                ? holds(memory, layout, handle, handle)
                : holds(memory, layout, handle, PageRoot.read(memory, layout, handle).lock())
                        && hasRanges(memory, layout, root);
    }

    /** The root of an AVL table of ntdll is its own parent. */
    private static boolean hasRoot(ProcessMemory memory, PageHeapLayout layout, long root) {
        long tree = root + layout.root().busy();
        return !layout.hasTree() || memory.pointer(tree + layout.tree().parent(), 0) == tree;
    }

    /** Whether the list of ranges ends after as many as the root says. */
    private static boolean hasRanges(ProcessMemory memory, PageHeapLayout layout, long root) {
        long count = memory.u32(root + layout.root().rangeCount(), 0);
        long node = memory.pointer(root + layout.root().ranges(), 0);
        for (int i = 0; i < count && i < MAX_RANGES && node != 0; i++) {
            node = memory.pointer(node + layout.node().next(), -1);
            if (node == 0) {
                return i + 1 == count;
            }
        }
        return false;
    }

    /** Whether a range holds the heap's handle and one more address. */
    private static boolean holds(
            ProcessMemory memory, PageHeapLayout layout, long handle, long other) {
        long node = memory.pointer(handle + PageHeapLayout.PAGE + layout.root().ranges(), 0);
        for (int i = 0; i < MAX_RANGES && node != 0; i++) {
            if (!memory.isPresent(node, layout.node().bytes())) {
                return false;
            }
            PageNode range = PageNode.read(memory, layout.node(), node, NodeKind.POOL);
            if (range.hasPages()
                    && Long.compareUnsigned(handle - range.block(), range.size()) < 0
                    && Long.compareUnsigned(other - range.block(), range.size()) < 0) {
                return true;
            }
            node = memory.pointer(node + layout.node().next(), 0);
        }
        return false;
    }
}
