package org.cairn.ui.widgets.hex;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.ScrollBar;

/**
 * The scroll bars of a canvas: one over the rows of a range, one over the columns when there is no
 * room for them.
 */
final class HexBars {
    private static final int COLUMN_STEP = 16;

    private final ScrollBar rows;
    private final ScrollBar columns;
    private final Viewport viewport;
    private ByteSelection range = new ByteSelection(0, Viewport.LAST_64);
    private ScrollScale scale = ScrollScale.of(0, Viewport.LAST_64, 16, 1);

    /**
     * Takes over the bars.
     *
     * @param canvas whose they are
     * @param viewport that the rows' bar moves
     * @param moved run when it did
     * @param movedColumns run when the columns' bar was moved
     */
    HexBars(HexCanvas canvas, Viewport viewport, Runnable moved, Runnable movedColumns) {
        this.viewport = viewport;
        rows = canvas.getVerticalBar();
        columns = canvas.getHorizontalBar();
        rows.addListener(
                SWT.Selection,
                event -> {
                    int selection = rows.getSelection();
                    if (selection != scale.selection(viewport.top())) {
                        viewport.scrollTo(scale.top(selection));
                        moved.run();
                    }
                });
        columns.addListener(SWT.Selection, event -> movedColumns.run());
    }

    /** The addresses over which the rows' bar goes. */
    ByteSelection range() {
        return range;
    }

    void range(ByteSelection addresses) {
        range = addresses;
    }

    /** Puts the rows' bar where the viewport is. */
    void placeRows() {
        scale =
                ScrollScale.of(
                        viewport.within(range.first()),
                        viewport.within(range.last()),
                        viewport.bytesPerRow(),
                        viewport.rows());
        int thumb = scale.thumb();
        rows.setValues(scale.selection(viewport.top()), 0, scale.maximum(), thumb, 1, thumb);
    }

    /**
     * Shows the columns' bar if it is needed.
     *
     * @param width of the contents
     * @param room for them
     * @return how far they are moved to the left
     */
    int placeColumns(int width, int room) {
        boolean needed = room > 0 && width > room;
        if (columns.getVisible() != needed) {
            columns.setVisible(needed);
        }
        if (!needed) {
            return 0;
        }
        int selection = Math.min(columns.getSelection(), width - room);
        columns.setValues(selection, 0, width, room, COLUMN_STEP, room);
        return selection;
    }
}
