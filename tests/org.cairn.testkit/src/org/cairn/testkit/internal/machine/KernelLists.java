package org.cairn.testkit.internal.machine;

import org.cairn.testkit.internal.PagedMemory;

import java.util.ArrayList;
import java.util.List;

/**
 * Circular lists of {@code _LIST_ENTRY} in the kernel's memory.
 *
 * @param memory of the machine
 * @param pointer bytes of a pointer
 */
record KernelLists(PagedMemory memory, int pointer) {
    /** Links a head with its entries. */
    void link(long head, List<Long> entries) {
        List<Long> ring = new ArrayList<>(entries);
        ring.add(0, head);
        for (int i = 0; i < ring.size(); i++) {
            long after = ring.get((i + 1) % ring.size());
            memory.put(ring.get(i), pointer, after);
            memory.put(after + pointer, pointer, ring.get(i));
        }
    }
}
