package org.cairn.heap.windows.internal.walk;

/**
 * A range of a segment that is reserved, but not committed.
 *
 * @param start first address
 * @param size bytes, possibly 0 at the end of a segment
 */
record Range(long start, long size) {
    long end() {
        return start + size;
    }
}
