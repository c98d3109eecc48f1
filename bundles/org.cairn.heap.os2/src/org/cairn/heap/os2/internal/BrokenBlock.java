package org.cairn.heap.os2.internal;

/**
 * The block that is broken where a chain of blocks comes to no header.
 *
 * @param address of the block whose size is wrong, or of the header that is none
 * @param isSize which of them
 */
record BrokenBlock(long address, boolean isSize) {
    /**
     * Finds it.
     *
     * @param header reads the blocks
     * @param from one of the blocks of the chain; those in front of it are right
     * @param stop where the chain ends: no header, or that of a block that is too long
     * @param right where the blocks begin that are right behind the broken one
     */
    static BrokenBlock find(ResidentHeader header, long from, long stop, long right) {
        long before = -1;
        long block = -1;
        long at = from;
        while (at <= stop && at < right && header.read(at) && header.isValid()) {
            before = block;
            block = at;
            at = header.end();
        }
        if (at == right && right <= stop) {
            return new BrokenBlock(stop, false);
        }
        if (at <= right) {
            boolean isRest = right - at < ResidentLayout.SMALLEST_BUSY;
            boolean isBlock = block >= 0 && (isRest || isFalseEnd(header, block));
            return isBlock ? new BrokenBlock(block, true) : new BrokenBlock(stop, false);
        }
        boolean isNone = right - block < ResidentLayout.SMALLEST_BUSY && before >= 0;
        return new BrokenBlock(isNone ? before : block, true);
    }

    private static boolean isFalseEnd(ResidentHeader header, long block) {
        return header.read(block) && header.isEndOfHeap();
    }
}
