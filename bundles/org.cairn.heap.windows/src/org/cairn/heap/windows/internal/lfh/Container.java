package org.cairn.heap.windows.internal.lfh;

/**
 * A container whose division is known.
 *
 * @param entry address of the back end's entry that is the container
 * @param end the first address behind it
 * @param user its header, or what would be in it
 * @param first address of its first block
 * @param stride size of each block in bytes
 * @param count number of blocks
 */
record Container(long entry, long end, UserBlocks user, long first, int stride, int count) {
    /** The first address behind its blocks. */
    long blocksEnd() {
        return first + (long) stride * count;
    }
}
