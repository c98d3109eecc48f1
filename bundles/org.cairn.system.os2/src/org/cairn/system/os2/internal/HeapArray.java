package org.cairn.system.os2.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Structure;
import org.cairn.system.os2.KernelHeap;
import org.cairn.system.os2.KernelLayouts;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The array of kernel heaps, {@code _apkh}. The handbook leaves open whether it holds structures or
 * pointers to them; it is read in the way that leads to memory objects of heaps.
 */
final class HeapArray {
    /** Numbers of heaps, as the handbook lists them; entry 0 is not used. */
    private static final int FIRST = 1;

    private static final int LAST = 6;

    private final MemoryCursor cursor;
    private final Structure entry;
    private final Set<Long> starts;

    /**
     * Prepares to read.
     *
     * @param starts where the memory objects of heaps begin
     */
    HeapArray(AddressSpace space, Set<Long> starts, KernelLayouts layouts) {
        this.cursor = space.cursor();
        this.entry = layouts.get("VMKH");
        this.starts = starts;
    }

    /** The entries that lead to heaps. */
    List<KernelHeap> read(long array) {
        List<KernelHeap> structures = read(array, false);
        List<KernelHeap> pointers = read(array, true);
        return pointers.size() > structures.size() ? pointers : structures;
    }

    private List<KernelHeap> read(long array, boolean indirect) {
        List<KernelHeap> found = new ArrayList<>();
        for (int number = FIRST; number <= LAST; number++) {
            int stride = indirect ? Integer.BYTES : entry.size();
            long at = array + (long) number * stride;
            if (indirect) {
                at = cursor.seek(at, Integer.BYTES) ? cursor.u32(0) : 0;
            }
            if (at != 0 && cursor.seek(at, entry.size())) {
                long heap = entry.field("kh_pkrh").get(cursor);
                if (starts.contains(heap)) {
                    found.add(new KernelHeap(number, (int) entry.field("kh_fl").get(cursor), heap));
                }
            }
        }
        return found;
    }
}
