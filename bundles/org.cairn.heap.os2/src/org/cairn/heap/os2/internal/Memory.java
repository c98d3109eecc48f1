package org.cairn.heap.os2.internal;

import org.cairn.heap.DecodeContext;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Progress;
import org.cairn.system.os2.ArenaRecord;
import org.cairn.system.os2.KernelLayouts;
import org.cairn.system.os2.Os2Kernel;
import org.cairn.system.os2.SystemOwners;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;

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
        Os2Kernel kernel = context.process().detail(Os2Kernel.class).orElse(Os2Kernel.UNKNOWN);
        return new Memory(
                context.space(),
                present(context.space(), kernel),
                new Descriptors(context.process().selectors()),
                kernel,
                context.progress());
    }

    /** What is there of the system arena; of a machine whose records are known, of its heaps. */
    private static Islands present(AddressSpace space, Os2Kernel kernel) {
        Islands all = Islands.of(space);
        if (!kernel.isComplete()) {
            return all;
        }
        Islands.Builder others = new Islands.Builder();
        long position = 0;
        for (ArenaRecord arena : ascending(kernel)) {
            others.add(position, arena.start());
            position = Math.max(position, arena.end());
        }
        others.add(position, Islands.END);
        return all.without(others.build());
    }

    private static List<ArenaRecord> ascending(Os2Kernel kernel) {
        return arenas(
                kernel,
                owner -> SystemOwners.isResidentHeap(owner) || SystemOwners.isSwappableHeap(owner));
    }

    /** Where memory is, whatever it holds. */
    Islands arenas() {
        Islands.Builder arenas = new Islands.Builder();
        kernel.arenas().stream()
                .filter(arena -> arena.holds(arena.start()))
                .sorted(Comparator.comparingLong(ArenaRecord::start))
                .forEach(arena -> arenas.add(arena.start(), arena.end()));
        return arenas.build();
    }

    /** The memory objects of some owners. */
    private static List<ArenaRecord> arenas(Os2Kernel kernel, IntPredicate owner) {
        return kernel.arenas().stream()
                .filter(arena -> arena.holds(arena.start()))
                .filter(
                        arena ->
                                kernel.object(arena.object()).stream()
                                        .anyMatch(object -> owner.test(object.owner())))
                .sorted(Comparator.comparingLong(ArenaRecord::start))
                .toList();
    }

    /** The swappable heaps whose header is there. */
    List<SwappableHeap> swappableHeaps(KernelLayouts layouts) {
        return SwappableHeap.findAll(space, kernel, layouts);
    }

    /** The heaps whose header is there, also those of objects in which some of it is wrong. */
    List<HeapHeader> heaps() {
        List<HeapHeader> heaps = new ArrayList<>();
        Islands.Builder known = new Islands.Builder();
        long free = 0;
        if (kernel.isComplete()) {
            for (ArenaRecord arena : arenas(kernel, SystemOwners::isResidentHeap)) {
                HeapHeader heap = arena.start() < free ? null : HeapHeader.read(space, arena);
                if (heap != null) {
                    heaps.add(heap);
                    free = heap.endReserved();
                    known.add(heap.address(), free);
                }
            }
        }
        heaps.addAll(HeapHeader.findAll(space, present.without(known.build())));
        heaps.sort(Comparator.comparingLong(HeapHeader::address));
        return heaps;
    }

    /** What is there outside of those heaps. */
    Islands outside(List<HeapHeader> heaps, List<SwappableHeap> swappable) {
        NavigableMap<Long, Long> ranges = new TreeMap<>();
        heaps.forEach(heap -> ranges.put(heap.address(), heap.endReserved()));
        swappable.forEach(heap -> ranges.put(heap.address(), heap.endReserved()));
        Islands.Builder builder = new Islands.Builder();
        ranges.forEach(builder::add);
        return present.without(builder.build());
    }

    /** The blocks that consistency alone shows, outside of heaps whose header is there. */
    FoundBlocks search(KernelLayouts layouts) {
        List<HeapHeader> heaps = heaps();
        return new ChainSearch(space, present, descriptors, progress, true, Islands.END, false)
                .search(
                        new DistinctPages(space, progress)
                                .of(outside(heaps, swappableHeaps(layouts))));
    }
}
