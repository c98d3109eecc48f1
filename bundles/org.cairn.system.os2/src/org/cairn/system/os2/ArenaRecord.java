package org.cairn.system.os2;

/**
 * An arena record (VMAR) that is in use: a range of linear addresses and the memory object in it.
 *
 * @param handle number in the table, from 1
 * @param address of the record, linear
 * @param start first address of the range, a multiple of 4096
 * @param pages number of pages that are reserved
 * @param flags {@code ar_f}, 12 bits
 * @param next handle of the next record of the arena
 * @param previous handle of the record before
 * @param object handle of the memory object; of a sentinel the low half of a number of a page
 * @param context for records with a list of contexts its first handle, for selector-mapped memory
 *     the selector, for private memory the handle of the process, for a sentinel the high half of
 *     the number of a page, otherwise 0
 * @param alias handle of the first alias record, 0 when there is none
 */
public record ArenaRecord(
        int handle,
        long address,
        long start,
        long pages,
        int flags,
        int next,
        int previous,
        int object,
        int context,
        int alias) {
    /** The record is in use. */
    public static final int IN_USE = 1;

    /** The type of the record; records of memory have none of these bits. */
    public static final int TYPE = 6;

    /** Selectors map the memory; {@link #context} is the first. */
    public static final int SELECTOR_MAPPED = 8;

    /** {@link #context} is the first record of a list of contexts. */
    public static final int HAS_CONTEXTS = 0x200;

    private static final int PAGE = 0x1000;

    /**
     * The end of the range.
     *
     * @return the address behind its last page
     */
    public long end() {
        return start + pages * PAGE;
    }

    /**
     * Whether the record bounds an arena.
     *
     * @return false for a record of memory
     */
    public boolean isSentinel() {
        return (flags & TYPE) != 0;
    }

    /**
     * Where the arena of a sentinel ends at most. Its record has the number of that page in place
     * of {@link #object} and {@link #context}: the listing shows {@code hob ffc0} and {@code
     * max=%fffc0000} (OS/2 Debugging Handbook, ".MA").
     *
     * @return a linear address, 0 when the record has none; without meaning for a record of memory
     */
    public long limit() {
        return ((long) context << Short.SIZE | object) * PAGE;
    }

    /**
     * Whether an address lies in the range of memory.
     *
     * @param at a linear address
     * @return false for sentinels, whatever range they have
     */
    public boolean holds(long at) {
        return !isSentinel() && at >= start && at < end();
    }
}
