package org.cairn.testkit;

import org.cairn.heap.BlockState;

/**
 * A block that a decoder must find.
 *
 * @param heap address of the heap
 * @param address first byte, header included
 * @param size bytes, header included; of a block of its own the committed bytes
 * @param userAddress first byte for the caller
 * @param userSize bytes that the caller asked for; of other blocks the bytes after the header
 * @param kind what it is
 */
public record ExpectedBlock(
        long heap, long address, long size, long userAddress, long userSize, Kind kind) {
    /** What a block is. */
    public enum Kind {
        /** Given out to a caller, in a segment. */
        BUSY(BlockState.BUSY),
        /** Given out to a caller, with memory of its own. */
        VIRTUAL(BlockState.BUSY),
        /** Free and on the free lists. */
        FREE(BlockState.FREE),
        /** Free, but waiting on a lookaside list with a header that says busy. */
        LOOKASIDE(BlockState.FREE),
        /** The heap's own header. */
        HEAP(BlockState.METADATA),
        /** The header of a segment. */
        SEGMENT(BlockState.METADATA),
        /** The end of committed memory, with a {@code _HEAP_UCR_DESCRIPTOR}. */
        GUARD(BlockState.METADATA),
        /** A table of the allocator. */
        TABLE(BlockState.METADATA),
        /** Given out to a caller by the low-fragmentation heap. */
        LFH_BUSY(BlockState.BUSY),
        /** Free in a container of the low-fragmentation heap. */
        LFH_FREE(BlockState.FREE),
        /** The header of a container, or a whole one that waits for new use. */
        LFH_CONTAINER(BlockState.METADATA),
        /** What a container has behind its last block. */
        LFH_PADDING(BlockState.METADATA);

        private final BlockState state;

        Kind(BlockState state) {
            this.state = state;
        }

        /**
         * What the block is in use for.
         *
         * @return busy, free or metadata
         */
        public BlockState state() {
            return state;
        }
    }

    /**
     * What the block is in use for.
     *
     * @return busy, free or metadata
     */
    public BlockState state() {
        return kind.state;
    }
}
