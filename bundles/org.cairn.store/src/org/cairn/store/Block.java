package org.cairn.store;

import org.cairn.heap.BlockState;

/**
 * A block, for display.
 *
 * @param id the row in the store
 * @param address first byte, header included, unsigned
 * @param size bytes, header included, unsigned
 * @param userAddress first byte for the caller, unsigned
 * @param userSize bytes for the caller, unsigned
 * @param state what it is in use for
 * @param kind what it is called
 * @param heapId the heap's number
 * @param heap the heap's address, unsigned
 * @param segmentId the segment's number, or 0
 * @param ownerId the owner's number, or 0
 * @param owner the owner's label; empty when the owner is not known
 * @param flags the flags of {@link org.cairn.heap.BlockSink}
 */
public record Block(
        long id,
        long address,
        long size,
        long userAddress,
        long userSize,
        BlockState state,
        String kind,
        int heapId,
        long heap,
        int segmentId,
        int ownerId,
        String owner,
        int flags) {
    /** The kind of the blocks of OS/2 that end with a trailer (VMKRHBA). */
    private static final String EXTENDED = "extended";

    /**
     * What the bytes behind the user data are called. In the terms of OS/2 slack is something else.
     *
     * @return {@code trailer} or {@code slack}
     */
    public String rest() {
        return kind.equals(EXTENDED) ? "trailer" : "slack";
    }

    /**
     * Whether an address lies in the block.
     *
     * @param at unsigned
     * @return whether the block holds it
     */
    public boolean contains(long at) {
        return Long.compareUnsigned(at - address, size) < 0;
    }
}
