package org.cairn.pool.windows.internal.walk;

/** What others than the headers of a page tell of its blocks. */
interface BlockProofs {
    /** Nobody tells anything. */
    BlockProofs NONE =
            new BlockProofs() {
                @Override
                public int listed(int block) {
                    return 0;
                }

                @Override
                public boolean isListed(PoolPage page) {
                    return false;
                }

                @Override
                public boolean isMissing(int block, int bytes) {
                    return false;
                }

                @Override
                public boolean isOwn(int type) {
                    return true;
                }
            };

    /**
     * The bytes of a free block that a list leads to.
     *
     * @param block its offset in the page
     * @return 0 for others
     */
    int listed(int block);

    /** Whether lists of free or of parked blocks lead to one of those that were followed last. */
    boolean isListed(PoolPage page);

    /** Whether a free block has room for links, but none of the lists leads to it. */
    boolean isMissing(int block, int bytes);

    /** Whether blocks of a type, as in {@code _POOL_TYPE}, belong to the pool. */
    boolean isOwn(int type);
}
