package org.cairn.store;

/**
 * A column to order blocks by. Blocks that are equal in it are ordered by address, then by heap, so
 * that the order is the same in every store of the same dump.
 *
 * @param column which one
 * @param descending whether the greatest comes first; no owner comes last in either direction
 */
public record BlockOrder(By column, boolean descending) {
    /** By ascending address. */
    public static final BlockOrder ASCENDING = new BlockOrder(By.ADDRESS, false);

    /**
     * In the order in which the blocks were stored: ascending in long runs, but the runs of heaps
     * that were decoded at the same time are mixed, differently each time. It costs nothing.
     */
    public static final BlockOrder AS_STORED = new BlockOrder(By.STORED, false);

    /** What blocks can be ordered by. */
    public enum By {
        /** The row in the store. */
        STORED,
        /** {@code address}. */
        ADDRESS,
        /** {@code size}. */
        SIZE,
        /** {@code user_address}. */
        USER_ADDRESS,
        /** {@code user_size}. */
        USER_SIZE,
        /** {@code state}. */
        STATE,
        /** {@code kind}, by its label. */
        KIND,
        /** {@code heap}, by its address. */
        HEAP,
        /** {@code owner}, by its label. */
        OWNER,
        /** {@code flags}, by their numbers. */
        FLAGS
    }
}
