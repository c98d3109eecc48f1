package org.cairn.ui.widgets.hex;

import org.eclipse.jdt.annotation.Nullable;

/**
 * From columns and rows to points and back.
 *
 * @param layout of the rows
 * @param cell width of a character
 * @param rowHeight of a row
 * @param headerHeight of the heading, or 0
 * @param scrolled how far the contents are moved to the left
 */
record Geometry(RowLayout layout, float cell, int rowHeight, int headerHeight, int scrolled) {
    /** Left and right of the columns. */
    static final int MARGIN = 8;

    /** How wide so many columns are, with margins. */
    static int width(int columns, float cell) {
        return 2 * MARGIN + (int) Math.ceil(columns * cell);
    }

    int x(int column) {
        return xOfHalf(2 * column);
    }

    int xOfHalf(int halfColumn) {
        return MARGIN - scrolled + Math.round(halfColumn * cell / 2);
    }

    int y(int row) {
        return headerHeight + row * rowHeight;
    }

    /** The row at a height; negative above the first one. */
    int row(int y) {
        return Math.floorDiv(y - headerHeight, rowHeight);
    }

    /** How many rows begin within a height. */
    int rowsBegun(int height) {
        return Math.max(1, Math.ceilDiv(height - headerHeight, rowHeight));
    }

    /** How many rows end within a height. */
    int rowsEnded(int height) {
        return Math.max(1, (height - headerHeight) / rowHeight);
    }

    /** What is at a distance from the left, or null beside the words and the text. */
    @Nullable
    Hit hit(int x) {
        int half = (int) Math.floor((x - MARGIN + scrolled) * 2 / cell);
        int place = layout.words().place(half);
        if (place >= 0) {
            return new Hit(layout.byteAtPlace(place), false);
        }
        place = layout.text().place(half);
        return place >= 0 ? new Hit(place, true) : null;
    }

    /** The index of the byte at the near end of the row, beside the words and the text. */
    int nearest(int x) {
        return x < xOfHalf(layout.words().starts()[0]) ? 0 : layout.bytesPerRow() - 1;
    }

    /**
     * A byte of a row.
     *
     * @param index of the byte
     * @param text whether in the text, not in the words
     */
    record Hit(int index, boolean text) {}
}
