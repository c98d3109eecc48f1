package org.cairn.ui.widgets.table;

/**
 * Rows that follow each other.
 *
 * @param first rank, from 0
 * @param last rank, inclusive, not below the first
 */
public record RankRange(long first, long last) {
    /**
     * Checks the order.
     *
     * @throws IllegalArgumentException if there is no row in it
     */
    public RankRange {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("rows " + first + " to " + last);
        }
    }

    /** How many rows. */
    public long size() {
        return last - first + 1;
    }

    /** Whether a row is one of these. */
    public boolean contains(long rank) {
        return rank >= first && rank <= last;
    }
}
