package org.cairn.heap.windows.internal.page;

/**
 * The words at both ends of {@code _DPH_BLOCK_INFORMATION} and the bytes that page heap fills with,
 * as the platform's documentation of page heap lists them.
 */
enum BlockStamps {
    /** A block with pages of its own, given out. */
    FULL_BUSY(0xabcd_bbbb, 0xdcba_bbbb),
    /** A block with pages of its own, freed. */
    FULL_FREED(0xabcd_bbba, 0xdcba_bbba),
    /** A block of the normal heap, given out. */
    LIGHT_BUSY(0xabcd_aaaa, 0xdcba_aaaa),
    /** A block of the normal heap, freed, but held back. */
    LIGHT_FREED(0xabcd_aaa9, 0xdcba_aaa9);

    /** Between the data of a block with pages of its own and the end of its last page. */
    static final int FULL_SUFFIX = 0xd0;

    /** Behind the data of a block of the normal heap. */
    static final int LIGHT_SUFFIX = 0xa0;

    /** The data of a freed block. */
    static final int FREED = 0xf0;

    private final int start;
    private final int end;

    BlockStamps(int start, int end) {
        this.start = start;
        this.end = end;
    }

    /** {@code StartStamp}, unsigned. */
    long start() {
        return Integer.toUnsignedLong(start);
    }

    /** {@code EndStamp}, unsigned. */
    long end() {
        return Integer.toUnsignedLong(end);
    }
}
