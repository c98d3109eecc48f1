package org.cairn.ui.widgets.hex;

/**
 * Which rows are to be seen. Addresses are unsigned; rows begin at multiples of their length, which
 * is a power of two, so the first row begins at 0 and the last one ends at the last address.
 */
final class Viewport {
    /** Of 64-bit memory. */
    static final long LAST_64 = 0xffff_ffff_ffff_ffffL;

    /** Of 32-bit memory. */
    static final long LAST_32 = 0xffff_ffffL;

    private static final int PART_ABOVE_TARGET = 3;

    private long limit = LAST_64;
    private int bytesPerRow = 16;
    private int rows = 1;
    private long top;

    /** The first address to be seen. */
    long top() {
        return top;
    }

    /** Rows that are wholly visible, at least 1. */
    int rows() {
        return rows;
    }

    int bytesPerRow() {
        return bytesPerRow;
    }

    /** The last address that there is. */
    long limit() {
        return limit;
    }

    /** The last address in the rows that are wholly visible. */
    long bottom() {
        return end(rows);
    }

    /** The last address in as many rows from the top, or the last one that there is. */
    long end(int count) {
        long more = Math.min(count - 1L, rowsBetween(top, lastRow()));
        return top + more * bytesPerRow + (bytesPerRow - 1);
    }

    /** The last address in as many rows before the top, or 0. */
    long before(int count) {
        return top - Math.min(count, rowsBetween(0, top)) * bytesPerRow;
    }

    /** The address, or the last one that there is. */
    long within(long address) {
        return Long.compareUnsigned(address, limit) > 0 ? limit : address;
    }

    /** How many bytes there are after an address, at most so many. */
    long atMost(long address, long count) {
        return Long.compareUnsigned(limit - address, count) < 0 ? limit - address : count;
    }

    void limit(long last) {
        limit = last;
        scrollTo(top);
    }

    void bytesPerRow(int bytes) {
        bytesPerRow = bytes;
        scrollTo(top);
    }

    void rows(int count) {
        rows = Math.max(1, count);
        scrollTo(top);
    }

    /** Where the row of an address begins. */
    long rowOf(long address) {
        return address & -bytesPerRow;
    }

    /** How many rows an address is below the top; negative above it. Cut to the range of int. */
    int rowIndex(long address) {
        long row = rowOf(address);
        return Long.compareUnsigned(row, top) >= 0
                ? (int) Math.min(Integer.MAX_VALUE, rowsBetween(top, row))
                : (int) -Math.min(Integer.MAX_VALUE, rowsBetween(row, top));
    }

    /** Shows the row of an address at the top, or as near to it as the last address permits. */
    void scrollTo(long address) {
        long highest = highestTop();
        long row = rowOf(address);
        top = Long.compareUnsigned(row, highest) > 0 ? highest : row;
    }

    /** Goes down by as many rows, or up if negative, and stops at the ends of memory. */
    void scrollBy(long count) {
        if (count < 0) {
            top -= Math.min(-count, rowsBetween(0, top)) * bytesPerRow;
        } else {
            top += Math.min(count, rowsBetween(top, highestTop())) * bytesPerRow;
        }
    }

    /** Shows an address at a third of the height. */
    void place(long address) {
        scrollTo(address);
        long row = rowOf(address);
        long above = rows / PART_ABOVE_TARGET;
        scrollBy(rowIndex(row) - above);
    }

    /** Scrolls as little as is needed to see an address. */
    void reveal(long address) {
        int index = rowIndex(address);
        if (index < 0) {
            scrollTo(address);
        } else if (index >= rows) {
            scrollTo(address);
            scrollBy(rowIndex(address) - (rows - 1L));
        }
    }

    private long lastRow() {
        return rowOf(limit);
    }

    private long highestTop() {
        long row = lastRow();
        return row - Math.min(rows - 1L, rowsBetween(0, row)) * bytesPerRow;
    }

    /** Between the beginnings of two rows; below 2^61, since a row has 8 bytes or more. */
    private long rowsBetween(long lower, long upper) {
        return (upper - lower) >>> Integer.numberOfTrailingZeros(bytesPerRow);
    }
}
