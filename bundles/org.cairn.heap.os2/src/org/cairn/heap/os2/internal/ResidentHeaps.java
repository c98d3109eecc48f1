package org.cairn.heap.os2.internal;

import org.cairn.heap.BlockSink;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.system.os2.KernelLayouts;

import java.util.ArrayList;
import java.util.List;

/** The resident heaps in a kernel's memory: those with a header, and one for all other blocks. */
public final class ResidentHeaps {
    private final Memory memory;

    /**
     * Prepares to look at a kernel.
     *
     * @param context the kernel
     */
    public ResidentHeaps(DecodeContext context) {
        this.memory = Memory.of(context);
    }

    /**
     * Finds the heaps.
     *
     * @param kind what a heap is called
     * @param layouts of the headers of other heaps
     * @return one root for each heap header, and one for blocks that belong to none of them
     */
    public List<HeapRoot> locate(String kind, KernelLayouts layouts) {
        List<HeapRoot> roots = new ArrayList<>();
        List<HeapHeader> heaps = memory.heaps();
        for (HeapHeader heap : heaps) {
            String origin = Roots.origin("VMKRH", heap.address(), heap.handle(), memory.kernel());
            roots.add(Roots.present(heap.address(), kind, origin, memory.kernel()));
        }
        Fragments fragments = Fragments.resident(memory, layouts);
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
     * @param layouts of the headers of other heaps
     * @param sink takes the blocks
     */
    public void decode(HeapRoot root, OwnerNames owners, KernelLayouts layouts, BlockSink sink) {
        for (HeapHeader heap : memory.heaps()) {
            if (heap.address() == root.address()) {
                new HeapWalk(heap, memory, owners, sink).walk();
                return;
            }
        }
        Fragments.resident(memory, layouts).write(owners, sink);
    }
}
