package org.cairn.testkit.internal.page;

/**
 * Pages of a page heap and the node that stands for them.
 *
 * @param node address of the node
 * @param use what they are used for
 * @param block first address
 * @param size bytes, a guard page included
 * @param access bytes before the guard page
 * @param user address for the caller
 * @param requested bytes that the caller asked for
 * @param trace address of the recorded call stack
 * @param visible whether freed pages are in the dump
 */
record Pages(
        long node,
        Use use,
        long block,
        long size,
        long access,
        long user,
        long requested,
        long trace,
        boolean visible) {
    /** What pages are used for. */
    enum Use {
        RANGE,
        BUSY,
        DELAYED,
        AVAILABLE,
        POOL
    }

    static Pages plain(long node, Use use, long block, long size) {
        return new Pages(node, use, block, size, 0, 0, 0, 0, true);
    }

    long end() {
        return block + size;
    }

    Pages as(Use other, boolean shown) {
        return new Pages(node, other, block, size, access, user, requested, trace, shown);
    }
}
