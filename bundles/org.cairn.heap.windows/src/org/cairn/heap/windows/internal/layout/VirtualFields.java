package org.cairn.heap.windows.internal.layout;

/**
 * Offsets in {@code _HEAP_VIRTUAL_ALLOC_ENTRY}, the header of a block outside the segments.
 *
 * @param bytes size of the structure; the caller's data follows
 * @param commitSize of {@code CommitSize}
 * @param reserveSize of {@code ReserveSize}
 * @param busyBlock of {@code BusyBlock}, whose {@code Size} counts unused bytes
 * @param alignment of the structure in memory: up to 7 it begins a reservation, from 8 on it may
 *     lie at any page (seen in a dump of build 18362)
 */
public record VirtualFields(
        int bytes, int commitSize, int reserveSize, int busyBlock, int alignment) {
    static VirtualFields bind(Offsets block, boolean atAnyPage) {
        return new VirtualFields(
                block.size(),
                block.of("CommitSize"),
                block.of("ReserveSize"),
                block.of("BusyBlock"),
                atAnyPage ? HeapLayout.PAGE : HeapLayout.RESERVATION);
    }

    /** Whether the structure can begin at an address. */
    public boolean isAligned(long address) {
        return (address & alignment - 1) == 0;
    }

    /**
     * Whether two numbers can be {@code CommitSize} and {@code ReserveSize}: pages are committed,
     * more than the header has and no more than are reserved.
     */
    public boolean canBeSizes(long commit, long reserve) {
        return (commit & HeapLayout.PAGE - 1) == 0
                && Long.compareUnsigned(commit, bytes) > 0
                && Long.compareUnsigned(commit, reserve) <= 0;
    }
}
