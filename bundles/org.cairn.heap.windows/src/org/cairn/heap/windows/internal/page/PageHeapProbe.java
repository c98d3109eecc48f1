package org.cairn.heap.windows.internal.page;

import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.memory.AddressSpace;

/**
 * Compares what stands at an address with one layout of the page heap. The layouts of one
 * architecture agree in where the signature and the list of ranges are, and differ in the nodes:
 * one of the ranges must hold the heap itself.
 */
final class PageHeapProbe {
    private static final int MAX_RANGES = 1 << 12;

    private PageHeapProbe() {}

    static boolean fits(AddressSpace space, PageHeapLayout layout, long handle) {
        ProcessMemory memory = new ProcessMemory(space, layout.pointerSize());
        long root = handle + PageHeapLayout.PAGE;
        RootFields fields = layout.root();
        if (!PageRoot.isSigned(memory, handle) || !memory.isPresent(root, fields.bytes())) {
            return false;
        }
        return hasRoot(memory, layout, root) && holdsItself(memory, layout, handle);
    }

    /** The root of an AVL table of ntdll is its own parent. */
    private static boolean hasRoot(ProcessMemory memory, PageHeapLayout layout, long root) {
        long tree = root + layout.root().busy();
        return !layout.hasTree() || memory.pointer(tree + layout.tree().parent(), 0) == tree;
    }

    private static boolean holdsItself(ProcessMemory memory, PageHeapLayout layout, long handle) {
        long node = memory.pointer(handle + PageHeapLayout.PAGE + layout.root().ranges(), 0);
        for (int i = 0; i < MAX_RANGES && node != 0; i++) {
            if (!memory.isPresent(node, layout.node().bytes())) {
                return false;
            }
            PageNode range = PageNode.read(memory, layout.node(), node, NodeKind.POOL);
            if (range.hasPages()
                    && Long.compareUnsigned(handle - range.block(), range.size()) < 0) {
                return true;
            }
            node = memory.pointer(node + layout.node().next(), 0);
        }
        return false;
    }
}
