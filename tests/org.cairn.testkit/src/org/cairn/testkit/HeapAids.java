package org.cairn.testkit;

/**
 * Debugging aids of an NT heap.
 *
 * @param tails whether the bytes behind a block's data are filled, as with {@code gflags +htc}
 * @param frees whether free blocks are filled, as with {@code gflags +hfc}
 */
public record HeapAids(boolean tails, boolean frees) {
    /** None, as in a process that nobody debugs. */
    public static final HeapAids NONE = new HeapAids(false, false);

    /** Those that a debugger turns on. */
    public static final HeapAids FILLS = new HeapAids(true, true);

    private static final int TAIL_CHECKING = 0x20;
    private static final int FREE_CHECKING = 0x40;

    /**
     * What {@code _HEAP.Flags} has of them.
     *
     * @return bits
     */
    public int flags() {
        return (tails ? TAIL_CHECKING : 0) | (frees ? FREE_CHECKING : 0);
    }
}
