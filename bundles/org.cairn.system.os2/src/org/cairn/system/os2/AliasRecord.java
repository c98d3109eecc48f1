package org.cairn.system.os2;

/**
 * An alias record (VMAL): a second place for the pages of an object, or a pair of selectors for one
 * (OS/2 Debugging Handbook, ".ML").
 *
 * @param handle number in the table, from 1
 * @param address of the record, linear
 * @param arena handle of the arena record of the alias
 * @param process handle of the process, 0 for a pair of selectors
 * @param page the first page in the object
 * @param flags {@code al_f}
 * @param codeSelector the selector of code, 0 for an alias of pages
 * @param dataSelector the selector of data, 0 for an alias of pages
 * @param references how often the pair of selectors is used, 0 for an alias of pages
 */
public record AliasRecord(
        int handle,
        long address,
        int arena,
        int process,
        long page,
        int flags,
        int codeSelector,
        int dataSelector,
        int references) {
    /** The record is in use. */
    public static final int BUSY = 1;

    /** The record is one of a pair of selectors. */
    public static final int SELECTORS = 0x10;
}
