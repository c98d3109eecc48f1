package org.cairn.heap.windows.internal.walk;

import org.cairn.heap.windows.internal.memory.LongList;
import org.cairn.heap.windows.internal.memory.SortedAddresses;

/**
 * Ranges of addresses that do not overlap.
 *
 * @param starts their first addresses
 * @param ends the first addresses behind them: since they do not overlap, the n-th end is that of
 *     the n-th start
 */
record Extents(SortedAddresses starts, SortedAddresses ends) {
    /** Makes ranges from pairs in any order. */
    static Extents of(LongList starts, LongList ends) {
        return new Extents(SortedAddresses.of(starts), SortedAddresses.of(ends));
    }

    /** All addresses but the last. */
    static Extents everywhere() {
        LongList starts = new LongList();
        starts.add(0);
        LongList ends = new LongList();
        ends.add(-1L);
        return of(starts, ends);
    }

    /** Whether one of them holds an address. */
    boolean contain(long address) {
        int behind = starts.firstFrom(address);
        if (behind < starts.size() && starts.get(behind) == address) {
            return true;
        }
        return behind > 0 && Long.compareUnsigned(address, ends.get(behind - 1)) < 0;
    }
}
