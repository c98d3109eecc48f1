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
 * @param rest what the bytes behind the user data are called, see {@link org.cairn.heap.BlockKind}
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
        String rest,
        int heapId,
        long heap,
        int segmentId,
        int ownerId,
        String owner,
        int flags) {
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
