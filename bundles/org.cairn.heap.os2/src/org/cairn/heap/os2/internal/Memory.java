package org.cairn.heap.os2.internal;

import org.cairn.heap.DecodeContext;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Progress;
import org.cairn.system.os2.Os2Kernel;

import java.util.List;

/**
 * The kernel's memory, as the decoders see it.
 *
 * @param space its address space
 * @param present what of its system arena is there
 * @param descriptors what is known of selectors
 * @param kernel what is known of arenas, objects, modules and threads
 * @param progress tells of cancellation
 */
record Memory(
        AddressSpace space,
        Islands present,
        Descriptors descriptors,
        Os2Kernel kernel,
        Progress progress) {
    static Memory of(DecodeContext context) {
        return new Memory(
                context.space(),
                Islands.of(context.space()),
                new Descriptors(context.process().selectors()),
                context.process().detail(Os2Kernel.class).orElse(Os2Kernel.UNKNOWN),
                context.progress());
    }

    /** The heaps whose header is there. */
    List<HeapHeader> heaps() {
        return HeapHeader.findAll(space, present);
    }

    /** What is there outside of those heaps. */
    Islands outside(List<HeapHeader> heaps) {
        Islands.Builder builder = new Islands.Builder();
        heaps.forEach(heap -> builder.add(heap.address(), heap.endReserved()));
        return present.without(builder.build());
    }

    /** The blocks that consistency alone shows, outside of heaps whose header is there. */
    FoundBlocks search() {
        List<HeapHeader> heaps = heaps();
        return new ChainSearch(space, present, descriptors, progress, true, Islands.END, false)
                .search(outside(heaps));
    }
}
