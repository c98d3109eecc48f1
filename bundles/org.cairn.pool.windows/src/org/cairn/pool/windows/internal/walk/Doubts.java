package org.cairn.pool.windows.internal.walk;

/**
 * How much of a pool has a tag, size or state that is not known because of what was told of it or
 * is not in the dump. The sums of tags may differ by so much.
 */
final class Doubts {
    /** More than any pool has; twice as much is still a number. */
    private static final long BOUNDLESS = Long.MAX_VALUE / 2;

    private long missing;
    private long surplus;

    /** Bytes that were not counted as in use, but may be. */
    void missing(long bytes) {
        missing = sum(missing, bytes);
    }

    /** Bytes that were counted as in use, but may be free. */
    void surplus(long bytes) {
        surplus = sum(surplus, bytes);
    }

    /** Parts of the pool were not reached, and nobody knows how many. */
    void boundless() {
        missing = BOUNDLESS;
    }

    /** Adds those of another part of the pool. */
    void add(Doubts other) {
        missing(other.missing);
        surplus(other.surplus);
    }

    private static long sum(long one, long other) {
        return Math.min(one + Math.min(other, BOUNDLESS), BOUNDLESS);
    }

    /**
     * Whether a difference may come from what is not known; that explains no other one then.
     *
     * @param blocks that the tag table has more than the walk
     * @param amount that the tag table has more than the walk
     */
    boolean explain(long blocks, long amount) {
        if (blocks >= 0 && amount > 0 && amount <= missing) {
            missing -= amount;
            return true;
        }
        if (blocks <= 0 && amount < 0 && -amount <= surplus) {
            surplus += amount;
            return true;
        }
        return false;
    }
}
