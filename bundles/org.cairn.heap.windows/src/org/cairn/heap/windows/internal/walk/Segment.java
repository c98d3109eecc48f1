package org.cairn.heap.windows.internal.walk;

import org.cairn.heap.windows.internal.memory.SortedAddresses;

import java.util.List;

/**
 * A segment whose extent was checked.
 *
 * @param index its place in the heap's order
 * @param base first address, where the entry of {@code _HEAP} or {@code _HEAP_SEGMENT} lies
 * @param first {@code FirstEntry}, the first entry behind the headers
 * @param end {@code LastValidEntry}, the first address behind the segment
 * @param main whether it holds {@code _HEAP}
 * @param known whether its header is there; if not, {@code end} is the farthest that it can reach
 * @param ranges its uncommitted ranges, ascending, apart from each other
 */
record Segment(
        int index,
        long base,
        long first,
        long end,
        boolean main,
        boolean known,
        List<Range> ranges) {
    /** From its base to its end, in bytes. */
    long size() {
        return end - base;
    }

    /** The same, ending before the first of some addresses behind its base. */
    Segment before(SortedAddresses others) {
        int next = others.firstFrom(base + 1);
        boolean cut = next < others.size() && Long.compareUnsigned(others.get(next), end) < 0;
        return cut ? new Segment(index, base, first, others.get(next), main, known, ranges) : this;
    }

    boolean overlaps(Segment other) {
        return Long.compareUnsigned(base, other.end) < 0
                && Long.compareUnsigned(other.base, end) < 0;
    }
}
