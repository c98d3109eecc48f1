package org.cairn.heap.windows.internal.layout;

/**
 * Offsets in {@code _HEAP_VIRTUAL_ALLOC_ENTRY}, the header of a block outside the segments.
 *
 * @param bytes size of the structure; the caller's data follows
 * @param commitSize of {@code CommitSize}
 * @param reserveSize of {@code ReserveSize}
 * @param busyBlock of {@code BusyBlock}, whose {@code Size} counts unused bytes
 */
public record VirtualFields(int bytes, int commitSize, int reserveSize, int busyBlock) {
    static VirtualFields bind(Offsets block) {
        return new VirtualFields(
                block.size(),
                block.of("CommitSize"),
                block.of("ReserveSize"),
                block.of("BusyBlock"));
    }
}
