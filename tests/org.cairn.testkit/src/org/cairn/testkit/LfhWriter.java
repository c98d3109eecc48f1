package org.cairn.testkit;

import org.cairn.testkit.internal.LfhBlocks;

/** A container of the low-fragmentation heap. */
public final class LfhWriter {
    private final LfhBlocks blocks;
    private final long front;

    LfhWriter(LfhBlocks blocks, long front) {
        this.blocks = blocks;
        this.front = front;
    }

    /**
     * Gives out a block.
     *
     * @param size bytes, at most what a block holds
     * @return the block's address for the caller
     */
    public long allocate(int size) {
        return blocks.allocate(size, false);
    }

    /**
     * Gives out a block with a stack trace of its allocation before the caller's data.
     *
     * @param size bytes, two units less than a block holds at most
     * @return the block's address for the caller
     */
    public long allocateTraced(int size) {
        return blocks.allocate(size, true);
    }

    /**
     * Takes a block back.
     *
     * @param user the block's address for the caller
     */
    public void free(long user) {
        blocks.free(user);
    }

    /**
     * Takes a block back, but only by putting it on the list of delayed frees; its header and the
     * bitmap stay as they are. Windows 8 and later.
     *
     * @param user the block's address for the caller
     */
    public void delay(long user) {
        blocks.delay(user);
    }

    /** Puts the container aside for new use; nothing of it is given out any more. */
    public void retire() {
        blocks.retire();
    }

    /**
     * Where the container begins for the low-fragmentation heap.
     *
     * @return the address of its {@code _HEAP_USERDATA_HEADER}
     */
    public long userBlocks() {
        return blocks.userBlocks();
    }

    /**
     * What the heap knows of the container.
     *
     * @return the address of its {@code _HEAP_SUBSEGMENT}
     */
    public long subsegment() {
        return blocks.subsegment();
    }

    /**
     * The front end.
     *
     * @return the address of {@code _LFH_HEAP}
     */
    public long front() {
        return front;
    }

    /**
     * A block.
     *
     * @param index from 0
     * @return its address, header included
     */
    public long block(int index) {
        return blocks.entry(index);
    }

    /**
     * Whether a block is given out, as the heap counts.
     *
     * @param index from 0
     * @return whether it is, or waits to be freed
     */
    public boolean isBusy(int index) {
        return blocks.isBusy(index);
    }

    /**
     * The number of blocks.
     *
     * @return a positive number
     */
    public int count() {
        return blocks.count();
    }
}
