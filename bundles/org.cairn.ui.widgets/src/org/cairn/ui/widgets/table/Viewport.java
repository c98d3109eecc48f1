package org.cairn.ui.widgets.table;

/**
 * Which rows are seen, and where a scroll bar stands for them. A position is the rank of the row at
 * the top; the last one shows the last row in full.
 */
final class Viewport {
    /** The most that a scroll bar counts to; up to so many rows each is one step of it. */
    static final int BAR_LIMIT = 1 << 30;

    private long count;
    private long top;
    private int rowHeight = 1;
    private int height;

    long count() {
        return count;
    }

    /** The rank of the topmost row, 0 when there is none. */
    long top() {
        return top;
    }

    int rowHeight() {
        return rowHeight;
    }

    void setCount(long rows) {
        if (rows < 0) {
            throw new IllegalArgumentException("count " + rows);
        }
        count = rows;
        moveTo(top);
    }

    /** Takes the pixels of a row and of all that rows may cover. */
    void setSize(int row, int all) {
        rowHeight = Math.max(1, row);
        height = Math.max(0, all);
        moveTo(top);
    }

    /** How many rows are seen in full, at least 1. */
    int page() {
        return Math.max(1, height / rowHeight);
    }

    /** How many rows are seen at least in part. */
    int shown() {
        int places = (height + rowHeight - 1) / rowHeight;
        return (int) Math.min(places, count - top);
    }

    /** The rank after the last one that is seen at least in part. */
    long end() {
        return top + shown();
    }

    private long lastTop() {
        return Math.max(0, count - page());
    }

    /** Moves to a position, or to the nearest that there is; tells whether it changed. */
    boolean moveTo(long rank) {
        long before = top;
        top = Math.clamp(rank, 0, lastTop());
        return top != before;
    }

    /** Moves by some rows. */
    boolean moveBy(long rows) {
        return moveTo(top + Math.clamp(rows, -top, lastTop() - top));
    }

    /**
     * Moves so that a row is seen in full: not at all, by a few rows, or with the row in the
     * middle.
     */
    boolean reveal(long rank) {
        if (rank >= top && rank < top + page()) {
            return false;
        }
        if (rank < top && rank >= top - page()) {
            return moveTo(rank);
        }
        if (rank >= top && rank < top + 2L * page()) {
            return moveTo(rank - page() + 1);
        }
        return moveTo(rank - page() / 2);
    }

    /** The rank of the row at a height below the upper edge of all rows; may be outside of them. */
    long rankAt(int y) {
        return top + Math.floorDiv(y, rowHeight);
    }

    /** Where a row that is seen begins, below the upper edge of all rows. */
    int yOf(long rank) {
        return (int) (rank - top) * rowHeight;
    }

    /** The scroll bar's maximum; its thumb covers {@link #barThumb} of it. */
    int barMaximum() {
        return Math.clamp(count, 1, BAR_LIMIT);
    }

    int barThumb() {
        return Math.min(page(), barMaximum());
    }

    int barSelection() {
        long steps = barMaximum() - barThumb();
        return lastTop() <= steps ? (int) top : (int) Math.round((double) top / lastTop() * steps);
    }

    /** The position that a scroll bar stands for. Both ends are exact. */
    long topOf(int selection) {
        long steps = barMaximum() - barThumb();
        if (lastTop() <= steps) {
            return selection;
        }
        return selection >= steps ? lastTop() : Math.round((double) selection / steps * lastTop());
    }
}
