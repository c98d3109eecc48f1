package org.cairn.heap.os2;

import org.cairn.heap.BlockSink;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.FieldValue;
import org.cairn.heap.HeapDecoder;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.os2.internal.Description;
import org.cairn.heap.os2.internal.OwnerNames;
import org.cairn.heap.os2.internal.ResidentHeaps;
import org.cairn.heap.os2.internal.Roots;
import org.cairn.system.os2.KernelLayouts;
import org.cairn.system.os2.SystemOwners;

import java.util.List;

/**
 * Decodes the resident heaps of the 32-bit OS/2 kernels: regular, extended and free blocks and the
 * block at the end (OS/2 Debugging Handbook, "Kernel Resident Heap Structures" and "Resident Heap
 * Blocks"). A heap whose header (VMKRH) is in memory is walked; blocks elsewhere, as in a
 * transcript, are found by the consistency of their headers and reported as found.
 */
public final class ResidentHeapDecoder implements HeapDecoder {
    private static final String NAME = "OS/2 kernel resident heap";

    private final SystemOwners owners = SystemOwners.load();
    private final KernelLayouts layouts = KernelLayouts.load();

    /** Creates the decoder. */
    public ResidentHeapDecoder() {
        // stateless but for the names of owners
    }

    @Override
    public String id() {
        return "org.cairn.heap.os2.resident";
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return 5;
    }

    @Override
    public List<HeapRoot> locate(DecodeContext context) {
        return Roots.isKernel(context)
                ? new ResidentHeaps(context).locate(NAME, layouts)
                : List.of();
    }

    @Override
    public void decode(HeapRoot root, DecodeContext context, BlockSink sink) {
        new ResidentHeaps(context).decode(root, OwnerNames.of(owners, context), layouts, sink);
    }

    @Override
    public List<FieldValue> describe(HeapRoot root, long block, DecodeContext context) {
        return new Description(context, OwnerNames.of(owners, context), layouts).resident(block);
    }
}
