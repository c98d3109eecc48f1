package org.cairn.memory;

/**
 * What an operating system keeps in page-table entries that are marked not present: a page that is
 * on its way to or from the disk, a page of a shared section, a place in a page file. Used by
 * several threads.
 */
@FunctionalInterface
public interface SoftwareEntries {
    /** Knows no operating system: such entries are {@link Absence#NOT_PRESENT}. */
    SoftwareEntries NONE = (_, _, _) -> Resolution.Missing.NOT_PRESENT;

    /**
     * Interprets an entry.
     *
     * @param address first virtual address that the entry covers
     * @param level of its table, 1 = page table
     * @param entry its value: not zero, bit 0 clear
     * @return where the bytes are, or why they are not there
     */
    Resolution resolve(long address, int level, long entry);

    /** What became of an entry. */
    sealed interface Resolution {
        /**
         * The bytes are in physical memory, as those of a present entry.
         *
         * @param address physical address of the first byte
         */
        record Resident(long address) implements Resolution {}

        /**
         * The bytes are not in physical memory.
         *
         * @param why the reason
         */
        record Missing(Absence why) implements Resolution {
            private static final Missing NOT_PRESENT = new Missing(Absence.NOT_PRESENT);
        }
    }
}
