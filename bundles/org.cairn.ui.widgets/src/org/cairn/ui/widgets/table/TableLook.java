package org.cairn.ui.widgets.table;

import org.eclipse.swt.widgets.Control;

/**
 * A palette with the measures that follow from its fonts.
 *
 * @param palette the colours and fonts
 * @param text font of titles and texts
 * @param fixed font of monospaced columns
 */
record TableLook(TablePalette palette, TableFont text, TableFont fixed) {
    /** Pixels between a cell's edge and its text. */
    static final int INSET = 8;

    private static final int ABOVE_AND_BELOW = 3;

    static TableLook of(Control control, TablePalette palette) {
        return new TableLook(
                palette,
                TableFont.of(control, palette.text()),
                TableFont.of(control, palette.fixed()));
    }

    TableFont font(TableColumn<?> column) {
        return column.fixed() ? fixed : text;
    }

    int rowHeight() {
        return base()
                + Math.max(text.height() - text.ascent(), fixed.height() - fixed.ascent())
                + ABOVE_AND_BELOW;
    }

    /**
     * Pixels from the top of a row or of the header to where a text of a font is drawn; base lines
     * meet.
     */
    int above(TableFont font) {
        return base() - font.ascent();
    }

    private int base() {
        return ABOVE_AND_BELOW + Math.max(text.ascent(), fixed.ascent());
    }

    int headerHeight() {
        return text.height() + 4 * ABOVE_AND_BELOW;
    }

    int noteHeight() {
        return text.height() + 2 * ABOVE_AND_BELOW;
    }

    /** Pixels of a column at first: never less than its title needs. */
    int firstWidth(TableColumn<?> column) {
        int texts = (int) Math.ceil(column.width() * font(column).character()) + 2 * INSET;
        return Math.max(texts, titleWidth(column));
    }

    /** Pixels that a title needs, with room for the arrow. */
    int titleWidth(TableColumn<?> column) {
        return text.advances().width(column.title())
                + 2 * INSET
                + (column.sortable() ? arrowRoom() : 0);
    }

    /** Pixels that the arrow of the sorted column takes beside its title. */
    int arrowRoom() {
        return text.height();
    }
}
