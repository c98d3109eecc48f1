package org.cairn.heap.os2.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.Addresses;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Run;
import org.cairn.memory.Structure;
import org.cairn.system.os2.ArenaRecord;
import org.cairn.system.os2.KernelLayouts;
import org.cairn.system.os2.ObjectRecord;
import org.cairn.system.os2.Os2Kernel;
import org.cairn.system.os2.SystemOwners;

import java.util.ArrayList;
import java.util.Comparator;
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
 * @param lowest no block begins in front of this address
 * @param wrong fields in whose place stands what the record of the heap's memory tells
 */
record SwappableHeap(
        long address,
        long first,
        long endReserved,
        long endCommitted,
        int handle,
        long descriptors,
        long lowest,
        List<WrongField> wrong) {
    /** A header of which more is wrong is none. */
    private static final int MOST_WRONG = 1;

    static final String FIRST = "ksh_pbStart";

    private static final String END_RESERVED = "ksh_pbEndRes";
    private static final String END_COMMITTED = "ksh_pbEndCom";
    private static final String HANDLE = "ksh_hob";

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
                        .min(Comparator.comparingInt(heap -> heap.wrong.size()))
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
        List<WrongField> wrong = new ArrayList<>();
        long end = arena.end();
        WrongField.check(wrong, HANDLE, arena.object(), layout.field(HANDLE).get(cursor));
        WrongField.check(wrong, END_RESERVED, end, layout.field(END_RESERVED).get(cursor));
        long unit = SwappableHeader.UNIT;
        long lowest = (arena.start() + layout.size() + unit - 1) / unit * unit;
        long first = layout.field(FIRST).get(cursor);
        if (first < lowest || first >= end || first % unit != 0) {
            wrong.add(new WrongField(FIRST, "", Addresses.hex(first)));
            first = lowest;
        }
        long committed = layout.field(END_COMMITTED).get(cursor);
        if (committed <= first
                || committed > end
                || committed < end && space.runAt(committed) instanceof Run.Mapped) {
            wrong.add(new WrongField(END_COMMITTED, "", Addresses.hex(committed)));
            committed = end;
        }
        return wrong.size() > MOST_WRONG
                ? Optional.empty()
                : Optional.of(
                        new SwappableHeap(
                                arena.start(),
                                first,
                                end,
                                committed,
                                arena.object(),
                                layout.field("ksh_pkshdFirst").get(cursor),
                                lowest,
                                wrong));
    }
}
