package org.cairn.pool.windows.internal.walk;

import org.cairn.heap.BlockSink;
import org.cairn.pool.windows.internal.kernel.PoolKernel;

/** Pages of bare memory, of which each is judged by itself. For one thread. */
public interface ScannedPages {
    /**
     * The pages of a way in which pools are laid out.
     *
     * @param kernel with the layout of the pools
     * @param segments whether small blocks lie in segment heaps
     * @return the pages
     */
    static ScannedPages of(PoolKernel kernel, boolean segments) {
        return segments ? new ChunkPages(kernel) : new BlockPages(kernel);
    }

    /**
     * Looks for blocks in a page.
     *
     * @param page its address
     * @return whether there are any; also false when some of its bytes are absent
     */
    boolean read(long page);

    /**
     * Whether pages that are read still tell what helps to judge others.
     *
     * @return false when all that can be known is known
     */
    boolean learns();

    /** Ends learning: from now on a page is always judged in the same way. */
    void settle();

    /**
     * Looks for what is left of blocks in the page that was read last, when {@link #read} found
     * none.
     *
     * @param page its address
     * @return whether there are any
     */
    boolean readDamaged(long page);

    /** Whether what is in the page that was read last is usual for its version. */
    boolean isUsual();

    /**
     * The number of blocks of a pool in the page that was read last.
     *
     * @param paged which pool
     * @return 0 when it is not a page of that pool
     */
    int blocks(boolean paged);

    /**
     * The first block of a pool in the page that was read last, which has some.
     *
     * @param paged which pool
     * @return its address
     */
    long first(boolean paged);

    /**
     * Prepares for telling blocks.
     *
     * @param paged of which pool
     * @param sink takes the blocks
     * @return tells the blocks of the page that was read last
     */
    Emission emission(boolean paged, BlockSink sink);

    /** Tells blocks. */
    @FunctionalInterface
    interface Emission {
        /**
         * Tells the blocks of the page that was read last.
         *
         * @param page its address
         */
        void emit(long page);
    }
}
