package org.cairn.heap.os2.internal;

import org.cairn.heap.BlockSink;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;

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
     * Finds the blocks.
     *
     * @param kind what a heap is called
     * @return one root for all blocks, or none
     */
    public List<HeapRoot> locate(String kind) {
        Fragments fragments = Fragments.swappable(memory);
        return fragments.isEmpty()
                ? List.of()
                : List.of(Roots.found(fragments, kind, false, memory.kernel()));
    }

    /**
     * Reports the blocks.
     *
     * @param owners names of owners
     * @param sink takes the blocks
     */
    public void decode(OwnerNames owners, BlockSink sink) {
        Fragments.swappable(memory).write(owners, sink);
    }
}
