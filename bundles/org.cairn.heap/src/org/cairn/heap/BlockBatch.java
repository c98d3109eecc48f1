package org.cairn.heap;

/** A batch of blocks of one heap, column by column; rows are numbered from 0. */
public interface BlockBatch {
    /**
     * The number of blocks.
     *
     * @return rows
     */
    int size();

    /**
     * A block's address for the caller.
     *
     * @param row 0 to {@link #size()} - 1
     * @return unsigned
     */
    long userAddress(int row);

    /**
     * A block's size for the caller.
     *
     * @param row 0 to {@link #size()} - 1
     * @return bytes
     */
    long userSize(int row);

    /**
     * Whether a block is busy.
     *
     * @param row 0 to {@link #size()} - 1
     * @return whether its state is {@link BlockState#BUSY}
     */
    boolean isBusy(int row);

    /**
     * A block's owner so far.
     *
     * @param row 0 to {@link #size()} - 1
     * @return {@link BlockSink#NO_OWNER} or a number from {@link #owner}
     */
    int ownerOf(int row);

    /**
     * Sets a block's owner, unless as much is sure of the one that it has.
     *
     * @param row 0 to {@link #size()} - 1
     * @param owner number from {@link #owner}
     */
    void setOwner(int row, int owner);

    /**
     * Makes an owner known.
     *
     * @param owner the owner
     * @return its number in this heap, the same for equal owners
     */
    int owner(Owner owner);
}
