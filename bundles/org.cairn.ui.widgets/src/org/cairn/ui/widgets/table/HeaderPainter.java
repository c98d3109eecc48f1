package org.cairn.ui.widgets.table;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Rectangle;

/**
 * Draws the titles, the arrow of the sorted column and the mark of where a dragged column would go.
 */
final class HeaderPainter<R> {
    private static final int ARROW = 4;
    private static final int SEPARATOR_INSET = 6;
    private static final int MARK_WIDTH = 3;

    private final TableState<R> state;

    HeaderPainter(TableState<R> state) {
        this.state = state;
    }

    void paint(GC gc, Rectangle area, Rectangle damage) {
        TablePalette palette = state.look.palette();
        gc.setBackground(palette.header());
        gc.fillRectangle(damage.x, area.y, damage.width, area.height);
        int x = area.x - state.scrolled;
        for (int column : state.layout.shown()) {
            int width = state.layout.width(column);
            if (x < damage.x + damage.width && x + width > damage.x) {
                title(gc, column, new Rectangle(x, area.y, width, area.height));
            }
            x += width;
        }
        gc.setForeground(palette.grid());
        gc.drawLine(
                damage.x,
                area.y + area.height - 1,
                damage.x + damage.width,
                area.y + area.height - 1);
        if (state.gap >= 0) {
            gc.setBackground(palette.selection());
            gc.fillRectangle(gapX(area) - MARK_WIDTH / 2, area.y, MARK_WIDTH, area.height);
        }
    }

    private int gapX(Rectangle area) {
        int[] shown = state.layout.shown();
        int x =
                state.gap < shown.length
                        ? state.layout.xOf(shown[state.gap])
                        : state.layout.totalWidth();
        return Math.max(area.x + 1, area.x + x - state.scrolled);
    }

    private void title(GC gc, int index, Rectangle place) {
        TablePalette palette = state.look.palette();
        TableColumn<R> column = state.columns.get(index);
        if (index == state.pressed) {
            gc.setBackground(palette.grid());
            gc.fillRectangle(place);
        }
        int arrow = state.isSorted(index) ? state.look.arrowRoom() : 0;
        int room = place.width - 2 * TableLook.INSET - arrow;
        Advances advances = state.look.text().advances();
        String text = advances.fit(column.title(), room);
        int left =
                place.x
                        + TableLook.INSET
                        + (column.right() ? arrow + room - advances.width(text) : 0);
        gc.setFont(state.look.text().font());
        gc.setForeground(palette.headerForeground());
        gc.drawString(text, left, place.y + (place.height - state.look.text().height()) / 2, true);
        if (arrow > 0) {
            arrow(
                    gc,
                    column.right() ? left - arrow / 2 : left + advances.width(text) + arrow / 2,
                    place);
        }
        int right = place.x + place.width - 1;
        gc.setForeground(palette.grid());
        gc.drawLine(
                right, place.y + SEPARATOR_INSET, right, place.y + place.height - SEPARATOR_INSET);
    }

    private void arrow(GC gc, int centre, Rectangle place) {
        int middle = place.y + place.height / 2;
        int point = state.isDescending ? ARROW / 2 : -ARROW / 2;
        gc.setAntialias(SWT.ON);
        gc.setBackground(state.look.palette().headerForeground());
        gc.fillPolygon(
                new int[] {
                    centre - ARROW,
                    middle - point,
                    centre + ARROW,
                    middle - point,
                    centre,
                    middle + point
                });
    }
}
