package org.cairn.ui.widgets.table;

import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Rectangle;

/** Draws what a table says of itself, beside titles and cells. */
final class TableWords {
    private final TableState<?> state;

    TableWords(TableState<?> state) {
        this.state = state;
    }

    /** Says once, in the first row that cannot be had, why. */
    void reason(GC gc, long first, long end, Rectangle area) {
        for (long rank = first; rank < end; rank++) {
            String reason = state.window.row(rank) == null ? state.window.failure(rank) : null;
            if (reason != null) {
                sentence(
                        gc,
                        reason,
                        area.y + state.viewport.yOf(rank),
                        area,
                        state.look.palette().error());
                return;
            }
        }
    }

    /** Says why the table is empty. */
    void message(GC gc, Rectangle area) {
        TableFont font = state.look.text();
        String text =
                font.advances()
                        .fit(Advances.clean(state.message), area.width - 2 * TableLook.INSET);
        gc.setFont(font.font());
        gc.setForeground(state.look.palette().muted());
        int x = area.x + (area.width - font.advances().width(text)) / 2;
        gc.drawString(text, x, area.y + Math.max(0, area.height / 3 - font.height()), true);
    }

    /** Draws the line at the bottom. */
    void note(GC gc, Rectangle area) {
        TablePalette palette = state.look.palette();
        gc.setBackground(palette.header());
        gc.fillRectangle(area);
        gc.setForeground(palette.grid());
        gc.drawLine(area.x, area.y, area.x + area.width, area.y);
        sentence(gc, state.note, area.y, area, palette.headerForeground());
    }

    private void sentence(GC gc, String words, int y, Rectangle area, Color colour) {
        TableFont font = state.look.text();
        gc.setFont(font.font());
        gc.setForeground(colour);
        String text = font.advances().fit(Advances.clean(words), area.width - 2 * TableLook.INSET);
        gc.drawString(text, area.x + TableLook.INSET, y + state.look.above(font), true);
    }

    /** Tells which row is at the top, beside the scroll bar that is being dragged. */
    void place(GC gc, String words, Rectangle area) {
        TablePalette palette = state.look.palette();
        TableFont font = state.look.text();
        int width = font.advances().width(words) + 2 * TableLook.INSET;
        int height = state.look.noteHeight();
        int x = area.x + area.width - width - 2 * TableLook.INSET;
        int y = area.y + (area.height - height) / 2;
        gc.setBackground(palette.header());
        gc.fillRectangle(x, y, width, height);
        gc.setForeground(palette.grid());
        gc.drawRectangle(x, y, width - 1, height - 1);
        gc.setFont(font.font());
        gc.setForeground(palette.headerForeground());
        gc.drawString(words, x + TableLook.INSET, y + state.look.above(font), true);
    }
}
