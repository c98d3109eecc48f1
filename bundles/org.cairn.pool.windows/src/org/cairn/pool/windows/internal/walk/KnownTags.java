package org.cairn.pool.windows.internal.walk;

/** Tags of blocks that are beyond doubt, each with its pool. For one thread. */
final class KnownTags {
    private static final int SLOTS = 1 << 14;

    /** So many are kept: a fuller table would take long for tags that are not there. */
    private static final int MOST = SLOTS / 2;

    /** Spreads tags over the slots: 2^32 divided by the golden ratio. */
    private static final int SPREAD = 0x9e37_79b9;

    private static final int SHIFT = Integer.numberOfLeadingZeros(SLOTS - 1);

    /** The highest bit of a tag without that of protected blocks is free for the pool. */
    private static final int PAGED = 0x8000_0000;

    private final int[] tags = new int[SLOTS];
    private int count;

    /** Remembers a tag, which is not 0. */
    void add(int tag, boolean paged) {
        int slot = slot(tag, paged);
        if (tags[slot] == 0 && count < MOST) {
            tags[slot] = key(tag, paged);
            count++;
        }
    }

    /** Whether a block with that tag is in that pool. */
    boolean contains(int tag, boolean paged) {
        return tags[slot(tag, paged)] != 0;
    }

    private static int key(int tag, boolean paged) {
        return paged ? tag | PAGED : tag;
    }

    /** Where the tag is, or would be. */
    private int slot(int tag, boolean paged) {
        int key = key(tag, paged);
        int slot = key * SPREAD >>> SHIFT;
        while (tags[slot] != 0 && tags[slot] != key) {
            slot = slot + 1 & SLOTS - 1;
        }
        return slot;
    }
}
