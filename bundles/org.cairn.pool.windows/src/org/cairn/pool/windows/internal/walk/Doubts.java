package org.cairn.pool.windows.internal.walk;

/**
 * How much of a pool has a tag, size or state that is not known because of what was told of it. The
 * sums of tags may differ by so much. Counted in what the sums are compared in: bytes, or blocks.
 */
public final class Doubts {
    private long missing;
    private long surplus;

    /** So much was not counted as in use, but may be. */
    void missing(long amount) {
        missing += amount;
    }

    /** So much was counted as in use, but may be free. */
    public void surplus(long amount) {
        surplus += amount;
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
