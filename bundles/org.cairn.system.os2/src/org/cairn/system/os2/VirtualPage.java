package org.cairn.system.os2;

/**
 * A virtual page record (VP) that is in use: where a page of a memory object is (OS/2 Debugging
 * Handbook, ".MV").
 *
 * @param number in the array of records (VPI), from 0
 * @param address of the record, linear
 * @param place the frame that holds the page; where none does, the disk frame of the swapper or the
 *     block of the loader
 * @param flags {@code vp_f}, 12 bits
 * @param page number of the page in its object, from 0
 * @param object handle of the memory object, or a system owner id
 * @param references number of objects that share the page
 */
public record VirtualPage(
        int number, long address, int place, int flags, int page, int object, int references) {
    /** A frame that is on the list of idle ones holds the page. */
    public static final int IN_IDLE_FRAME = 8;

    /** A frame holds the page. */
    public static final int IN_FRAME = 0x10;

    /** The swap file has a copy of the page. */
    public static final int ON_DISK = 0x20;

    /**
     * Whether the page is in memory.
     *
     * @return whether {@link #place} is a frame
     */
    public boolean isInMemory() {
        return (flags & (IN_FRAME | IN_IDLE_FRAME)) != 0;
    }
}
