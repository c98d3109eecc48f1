package org.cairn.heap.windows.internal.walk;

/**
 * A range of addresses, such as one of a segment that is reserved, but not committed.
 *
 * @param start first address
 * @param size bytes, possibly 0 at the end of a segment
 */
public record Range(long start, long size) {
    /** The first address behind it. */
    public long end() {
        return start + size;
    }
}
