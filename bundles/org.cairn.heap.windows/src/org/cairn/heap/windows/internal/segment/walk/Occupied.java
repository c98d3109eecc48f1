package org.cairn.heap.windows.internal.segment.walk;

import java.util.NavigableMap;
import java.util.TreeMap;

/** The address ranges that parts of a heap take, none of which may lie over another. */
final class Occupied {
    private final NavigableMap<Long, Long> lastByStart = new TreeMap<>(Long::compareUnsigned);

    /**
     * Takes a range.
     *
     * @param start first address
     * @param size bytes, at least 1
     * @return whether it was free
     */
    boolean add(long start, long size) {
        long last = start + size - 1;
        var before = lastByStart.floorEntry(last);
        if (before != null && Long.compareUnsigned(before.getValue(), start) >= 0) {
            return false;
        }
        lastByStart.put(start, last);
        return true;
    }

    /**
     * How many bytes from an address on are not taken.
     *
     * @param start first address
     * @return bytes, unsigned; 0 when the address itself is taken
     */
    long roomAt(long start) {
        var before = lastByStart.floorEntry(start);
        if (before != null && Long.compareUnsigned(before.getValue(), start) >= 0) {
            return 0;
        }
        var next = lastByStart.higherEntry(start);
        return next == null ? -1L : next.getKey() - start;
    }
}
