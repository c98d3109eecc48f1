package org.cairn.pool.windows.internal.walk;

/**
 * How much of a pool has a tag, size or state that is not known because of what was told of it. The
 * sums of tags may differ by so much.
 */
final class Doubts {
    private long missing;
    private long surplus;

    /** Bytes that were not counted as in use, but may be. */
    void missing(long bytes) {
        missing += bytes;
    }

    /** Bytes that were counted as in use, but may be free. */
    void surplus(long bytes) {
        surplus += bytes;
    }

    /**
     * Whether a difference may come from these bytes; they explain no other one then.
     *
     * @param blocks that the tag table has more than the walk
     * @param bytes that the tag table has more than the walk
     */
    boolean explain(long blocks, long bytes) {
        if (blocks >= 0 && bytes > 0 && bytes <= missing) {
            missing -= bytes;
            return true;
        }
        if (blocks <= 0 && bytes < 0 && -bytes <= surplus) {
            surplus += bytes;
            return true;
        }
        return false;
    }
}
