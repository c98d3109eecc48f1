package org.cairn.heap.os2.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Structure;
import org.cairn.system.os2.ArenaRecord;
import org.cairn.system.os2.KernelLayouts;
import org.cairn.system.os2.ObjectRecord;
import org.cairn.system.os2.Os2Kernel;
import org.cairn.system.os2.SystemOwners;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The header of a swappable heap (VMKSH), at the beginning of its memory object (OS/2 Debugging
 * Handbook, "Kernel Swappable Heap Structures").
 *
 * @param address of the heap
 * @param first address of the first block
 * @param endReserved end of the reserved range
 * @param endCommitted end of the committed range
 * @param handle of the memory object
 * @param descriptors address of the first descriptor of free space, or 0
 */
record SwappableHeap(
        long address,
        long first,
        long endReserved,
        long endCommitted,
        int handle,
        long descriptors) {
    /** All heaps whose header is there and right, ascending. */
    static List<SwappableHeap> findAll(
            AddressSpace space, Os2Kernel kernel, KernelLayouts layouts) {
        Map<Long, SwappableHeap> heaps = new TreeMap<>();
        for (ArenaRecord arena : kernel.arenas()) {
            Optional<ObjectRecord> object =
                    kernel.object(arena.object())
                            .filter(known -> SystemOwners.isSwappableHeap(known.owner()));
            if (object.isPresent() && arena.holds(arena.start())) {
                List.of("VMKSH", "VMKSH.A").stream()
                        .flatMap(name -> read(space, arena, layouts.get(name)).stream())
                        .findFirst()
                        .ifPresent(heap -> heaps.put(heap.address, heap));
            }
        }
        return new ArrayList<>(heaps.values());
    }

    private static Optional<SwappableHeap> read(
            AddressSpace space, ArenaRecord arena, Structure layout) {
        MemoryCursor cursor = space.cursor();
        if (!cursor.seek(arena.start(), layout.size())) {
            return Optional.empty();
        }
        SwappableHeap heap =
                new SwappableHeap(
                        arena.start(),
                        layout.field("ksh_pbStart").get(cursor),
                        layout.field("ksh_pbEndRes").get(cursor),
                        layout.field("ksh_pbEndCom").get(cursor),
                        (int) layout.field("ksh_hob").get(cursor),
                        layout.field("ksh_pkshdFirst").get(cursor));
        boolean right =
                heap.handle == arena.object()
                        && heap.endReserved == arena.end()
                        && heap.endCommitted <= heap.endReserved
                        && heap.first >= heap.address + layout.size()
                        && heap.first < heap.endCommitted;
        return right ? Optional.of(heap) : Optional.empty();
    }
}
