package org.cairn.heap.os2.internal;

/** A free block in front of another block, known from that one's header and the boundary tag. */
final class FreePredecessor {
    /** No such block is known. */
    static final long NONE = -1;

    private FreePredecessor() {}

    /**
     * Looks for the free block in front of a block. Its header is absent, or agrees.
     *
     * @param header of the block behind
     * @param predecessor reads the free block's header
     * @return its address, or {@link #NONE} when there is none or its tag is absent or wrong
     */
    static long find(ResidentHeader header, ResidentHeader predecessor) {
        long end = header.address();
        if (!header.isPreviousFree() || !header.readTagBefore(end)) {
            return NONE;
        }
        long block = header.taggedBlock();
        long size = end - block;
        if (block % ResidentLayout.UNIT != 0
                || size < ResidentLayout.SMALLEST_FREE
                || size > ResidentLayout.LARGEST) {
            return NONE;
        }
        boolean contradicts =
                predecessor.read(block) && (!predecessor.isFree() || predecessor.end() != end);
        return contradicts ? NONE : block;
    }
}
