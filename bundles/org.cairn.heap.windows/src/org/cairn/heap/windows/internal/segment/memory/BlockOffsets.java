package org.cairn.heap.windows.internal.segment.memory;

/**
 * {@code _HEAP_LFH_SUBSEGMENT_ENCODED_OFFSETS}, decoded.
 *
 * @param first distance of the first block from the subsegment in bytes
 * @param blockSize bytes of a block
 */
public record BlockOffsets(int first, int blockSize) {
    private static final int LOW = 0xffff;

    /** Takes the decoded word apart. */
    public static BlockOffsets of(int word) {
        return new BlockOffsets(word >>> Short.SIZE, word & LOW);
    }

    /** The decoded word. */
    public int word() {
        return first << Short.SIZE | blockSize;
    }
}
