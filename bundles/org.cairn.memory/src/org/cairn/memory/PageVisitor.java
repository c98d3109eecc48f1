package org.cairn.memory;

/** Is shown what page tables hold, by ascending address. */
public interface PageVisitor {
    /**
     * A page that is present.
     *
     * @param page where it is
     */
    void page(Page page);

    /**
     * An entry that is not present and not zero.
     *
     * @param address first virtual address that it covers
     * @param level of its table, 1 = page table
     * @param entry its value
     */
    default void software(long address, int level, long entry) {
        // most want pages only
    }
}
