package org.cairn.heap.windows.internal.walk;

import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Run;

import java.util.Map;
import java.util.TreeMap;

/** The absent pages of one heap that were told: several structures may miss the same ones. */
final class AbsentPages {
    /** Bounds the memory in made-up dumps. */
    private static final int MAX_RANGES = 1 << 16;

    private final AddressSpace space;
    private final TreeMap<Long, Long> told = new TreeMap<>(Long::compareUnsigned);

    AbsentPages(AddressSpace space) {
        this.space = space;
    }

    /** Takes note of an absent address; returns whether its page was not told so far. */
    boolean isNew(long address) {
        return !(space.runAt(address) instanceof Run.Absent) || isNew(address, address);
    }

    /** Takes note of absent addresses; returns whether some of their pages were not told so far. */
    boolean isNew(long start, long last) {
        long first = start & -HeapLayout.PAGE;
        long end = last | HeapLayout.PAGE - 1;
        Map.Entry<Long, Long> before = told.floorEntry(first);
        if (before != null && Long.compareUnsigned(end, before.getValue()) <= 0) {
            return false;
        }
        if (told.size() < MAX_RANGES) {
            told.put(first, end);
        }
        return true;
    }
}
