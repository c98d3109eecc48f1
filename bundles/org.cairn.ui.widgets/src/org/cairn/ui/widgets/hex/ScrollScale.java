package org.cairn.ui.widgets.hex;

/**
 * The rows of a range as numbers of a scroll bar, which has only 31 bits: in a long range a step of
 * the bar is a power of two of rows.
 *
 * @param first the first row's address
 * @param last the last row's address
 * @param bytesPerRow a power of two
 * @param visibleRows at least 1
 * @param shift the logarithm of the rows of a step
 */
record ScrollScale(long first, long last, int bytesPerRow, int visibleRows, int shift) {
    private static final long MOST_STEPS = 1L << 30;

    /** For a range of addresses, both inclusive. */
    static ScrollScale of(long first, long last, int bytesPerRow, int visibleRows) {
        long firstRow = first & -bytesPerRow;
        long lastRow = last & -bytesPerRow;
        int shift = 0;
        while (rows(firstRow, lastRow, bytesPerRow) >>> shift > MOST_STEPS) {
            shift++;
        }
        return new ScrollScale(firstRow, lastRow, bytesPerRow, visibleRows, shift);
    }

    /** The maximum of the bar. */
    int maximum() {
        return (int) Math.max(1, rows(first, last, bytesPerRow) >>> shift);
    }

    /** The length of its thumb. */
    int thumb() {
        return Math.clamp(visibleRows >>> shift, 1, maximum());
    }

    /** The selection of the bar when this address is at the top. */
    int selection(long top) {
        if (Long.compareUnsigned(top, first) <= 0) {
            return 0;
        }
        if (Long.compareUnsigned(top, last) >= 0) {
            return lastSelection();
        }
        return (int) Math.min(lastSelection(), rows(first, top, bytesPerRow) - 1 >>> shift);
    }

    /** The address at the top when the bar has this selection. */
    long top(int selection) {
        if (selection < lastSelection()) {
            return first + ((long) selection << shift) * bytesPerRow;
        }
        long above = Math.min(visibleRows, rows(first, last, bytesPerRow)) - 1;
        return last - above * bytesPerRow;
    }

    private int lastSelection() {
        return maximum() - thumb();
    }

    private static long rows(long firstRow, long lastRow, int bytesPerRow) {
        return ((lastRow - firstRow) >>> Integer.numberOfTrailingZeros(bytesPerRow)) + 1;
    }
}
