package org.cairn.heap.os2;

import org.cairn.heap.BlockSink;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.FieldValue;
import org.cairn.heap.HeapDecoder;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.os2.internal.Description;
import org.cairn.heap.os2.internal.OwnerNames;
import org.cairn.heap.os2.internal.Roots;
import org.cairn.heap.os2.internal.SwappableHeaps;
import org.cairn.system.os2.KernelLayouts;
import org.cairn.system.os2.SystemOwners;

import java.util.List;

/**
 * Finds the busy blocks of the swappable heaps of the 32-bit OS/2 kernels by the consistency of
 * their headers (OS/2 Debugging Handbook, "Kernel Swappable Heap Structures" and "Swappable Heap
 * Blocks"). Free space has no header.
 */
public final class SwappableHeapDecoder implements HeapDecoder {
    private static final String NAME = "OS/2 kernel swappable heap";

    private final SystemOwners owners = SystemOwners.load();
    private final KernelLayouts layouts = KernelLayouts.load();

    /** Creates the decoder. */
    public SwappableHeapDecoder() {
        // stateless but for the names of owners
    }

    @Override
    public String id() {
        return "org.cairn.heap.os2.swappable";
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return 4;
    }

    @Override
    public List<HeapRoot> locate(DecodeContext context) {
        return Roots.isKernel(context)
                ? new SwappableHeaps(context).locate(NAME, layouts)
                : List.of();
    }

    @Override
    public void decode(HeapRoot root, DecodeContext context, BlockSink sink) {
        new SwappableHeaps(context).decode(root, OwnerNames.of(owners, context), layouts, sink);
    }

    @Override
    public List<FieldValue> describe(HeapRoot root, long block, DecodeContext context) {
        return new Description(context, OwnerNames.of(owners, context), layouts).swappable(block);
    }
}
