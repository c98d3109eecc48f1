package org.cairn.heap.os2.internal;

import org.cairn.heap.BlockSink;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.system.os2.KernelLayouts;

import java.util.ArrayList;
import java.util.List;

/** The blocks of swappable heaps in a kernel's memory. */
public final class SwappableHeaps {
    private final Memory memory;

    /**
     * Prepares to look at a kernel.
     *
     * @param context the kernel
     */
    public SwappableHeaps(DecodeContext context) {
        this.memory = Memory.of(context);
    }

    /**
     * Finds the heaps.
     *
     * @param kind what a heap is called
     * @param layouts of their headers
     * @return one root for each heap header, and one for blocks that belong to none of them
     */
    public List<HeapRoot> locate(String kind, KernelLayouts layouts) {
        List<HeapRoot> roots = new ArrayList<>();
        List<SwappableHeap> heaps = memory.swappableHeaps(layouts);
        for (SwappableHeap heap : heaps) {
            String origin = Roots.origin("VMKSH", heap.address(), heap.handle(), memory.kernel());
            roots.add(Roots.present(heap.address(), kind, origin, memory.kernel()));
        }
        Fragments fragments = Fragments.swappable(memory, layouts);
        if (!fragments.isEmpty()) {
            roots.add(Roots.found(fragments, kind, !heaps.isEmpty(), memory.kernel()));
        }
        return roots;
    }

    /**
     * Reports the blocks of a heap.
     *
     * @param root one of {@link #locate}
     * @param owners names of owners
     * @param layouts of headers and descriptors
     * @param sink takes the blocks
     */
    public void decode(HeapRoot root, OwnerNames owners, KernelLayouts layouts, BlockSink sink) {
        for (SwappableHeap heap : memory.swappableHeaps(layouts)) {
            if (heap.address() == root.address()) {
                new SwappableWalk(heap, memory, owners, sink, layouts).walk();
                return;
            }
        }
        Fragments.swappable(memory, layouts).write(owners, sink);
    }
}
