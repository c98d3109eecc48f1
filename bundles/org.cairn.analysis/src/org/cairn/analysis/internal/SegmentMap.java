package org.cairn.analysis.internal;

import java.util.Map;
import java.util.TreeMap;

/** The segments of one heap, which must not overlap. */
final class SegmentMap {
    private final TreeMap<Long, Long> lastByStart = new TreeMap<>(Long::compareUnsigned);

    /** Adds a segment and says whether it is disjoint from all others. */
    boolean add(long start, long size) {
        long last = start + size - 1;
        if (size <= 0 || Long.compareUnsigned(last, start) < 0) {
            return false;
        }
        Map.Entry<Long, Long> before = lastByStart.floorEntry(last);
        if (before != null && Long.compareUnsigned(before.getValue(), start) >= 0) {
            return false;
        }
        lastByStart.put(start, last);
        return true;
    }
}
