package org.cairn.ui.widgets.table;

import org.cairn.ui.widgets.table.TableColumn.Role;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Rectangle;

import java.util.function.ToDoubleFunction;

/**
 * Draws the rows that are seen, and nothing for the others: first what lies behind, then column by
 * column.
 */
final class RowPainter<R> {
    private static final int BAR_INSET = 3;
    private static final int BAR_ALPHA_WHEN_SELECTED = 60;
    private static final int OPAQUE = 255;
    private static final int PLACEHOLDER_HEIGHT = 4;
    private static final int PLACEHOLDER_WIDTH = 48;
    private static final int PLACEHOLDER_ALPHA = 110;

    private final TableState<R> state;
    private final TableWords words;

    RowPainter(TableState<R> state, TableWords words) {
        this.state = state;
        this.words = words;
    }

    /** Draws the part of an area for rows that is damaged. */
    void paint(GC gc, Rectangle area, Rectangle damage) {
        Viewport viewport = state.viewport;
        long first = Math.clamp(viewport.rankAt(damage.y - area.y), viewport.top(), viewport.end());
        long end =
                Math.clamp(
                        viewport.rankAt(damage.y + damage.height - 1 - area.y) + 1,
                        first,
                        viewport.end());
        backgrounds(gc, first, end, area, damage);
        int x = area.x - state.scrolled;
        for (int index : state.layout.shown()) {
            int width = state.layout.width(index);
            if (x < damage.x + damage.width && x + width > damage.x) {
                column(
                        gc,
                        state.columns.get(index),
                        first,
                        end,
                        new Rectangle(x, area.y, width, 0));
            }
            x += width;
        }
        words.reason(gc, first, end, area);
        focus(gc, area);
        if (viewport.count() == 0 && !state.message.isEmpty()) {
            words.message(gc, area);
        }
    }

    private void backgrounds(GC gc, long first, long end, Rectangle area, Rectangle damage) {
        int height = state.viewport.rowHeight();
        for (long rank = first; rank < end; rank++) {
            gc.setBackground(background(rank));
            gc.fillRectangle(damage.x, area.y + state.viewport.yOf(rank), damage.width, height);
        }
        int below = area.y + state.viewport.yOf(end);
        gc.setBackground(state.look.palette().background());
        gc.fillRectangle(
                damage.x, below, damage.width, Math.max(0, damage.y + damage.height - below));
    }

    private Color background(long rank) {
        TablePalette palette = state.look.palette();
        if (state.selection.contains(rank)) {
            return state.hasFocus ? palette.selection() : palette.idleSelection();
        }
        return rank % 2 == 0 ? palette.background() : palette.alternate();
    }

    private void column(GC gc, TableColumn<R> column, long first, long end, Rectangle place) {
        gc.setFont(state.look.font(column).font());
        for (long rank = first; rank < end; rank++) {
            Rectangle cell =
                    new Rectangle(
                            place.x,
                            place.y + state.viewport.yOf(rank),
                            place.width,
                            state.viewport.rowHeight());
            R row = state.window.row(rank);
            if (row != null) {
                cell(gc, column, row, cell, state.hasFocus && state.selection.contains(rank));
            } else if (state.window.failure(rank) == null) {
                placeholder(gc, column, cell);
            }
        }
    }

    private void cell(GC gc, TableColumn<R> column, R row, Rectangle place, boolean isBright) {
        ToDoubleFunction<? super R> share = column.share();
        if (share != null) {
            bar(gc, share.applyAsDouble(row), place, isBright);
        }
        TableFont font = state.look.font(column);
        int room = place.width - 2 * TableLook.INSET;
        String text = font.advances().fit(Advances.clean(column.text().apply(row)), room);
        if (text.isEmpty()) {
            return;
        }
        gc.setForeground(
                isBright
                        ? state.look.palette().selectionForeground()
                        : colour(column.role().apply(row)));
        int x =
                place.x
                        + TableLook.INSET
                        + (column.right() ? room - font.advances().width(text) : 0);
        gc.drawString(text, x, place.y + state.look.above(font), true);
    }

    private void bar(GC gc, double share, Rectangle place, boolean isBright) {
        int full = place.width - TableLook.INSET;
        int length = (int) Math.round(full * Math.clamp(share, 0, 1));
        if (length > 0) {
            TablePalette palette = state.look.palette();
            gc.setBackground(isBright ? palette.selectionForeground() : palette.bar());
            gc.setAlpha(isBright ? BAR_ALPHA_WHEN_SELECTED : OPAQUE);
            int left = place.x + TableLook.INSET / 2;
            gc.fillRectangle(left, place.y + BAR_INSET, length, place.height - 2 * BAR_INSET);
            gc.setAlpha(OPAQUE);
        }
    }

    private void placeholder(GC gc, TableColumn<R> column, Rectangle place) {
        int room = place.width - 2 * TableLook.INSET;
        int length = Math.min(room, PLACEHOLDER_WIDTH);
        int left = place.x + TableLook.INSET + (column.right() ? room - length : 0);
        gc.setBackground(state.look.palette().grid());
        gc.setAlpha(PLACEHOLDER_ALPHA);
        gc.fillRectangle(
                left,
                place.y + (place.height - PLACEHOLDER_HEIGHT) / 2,
                length,
                PLACEHOLDER_HEIGHT);
        gc.setAlpha(OPAQUE);
    }

    private Color colour(Role role) {
        TablePalette palette = state.look.palette();
        return switch (role) {
            case NORMAL -> palette.foreground();
            case MUTED -> palette.muted();
            case WARNING -> palette.warning();
            case ERROR -> palette.error();
        };
    }

    private void focus(GC gc, Rectangle area) {
        long rank = state.selection.focus();
        boolean isSelected = state.selection.contains(rank);
        boolean isSeen = rank >= state.viewport.top() && rank < state.viewport.end();
        if (isSeen && state.hasFocus && (!isSelected || state.selection.size() > 1)) {
            TablePalette palette = state.look.palette();
            gc.setForeground(isSelected ? palette.selectionForeground() : palette.selection());
            int y = area.y + state.viewport.yOf(rank);
            gc.drawRectangle(area.x, y, area.width - 1, state.viewport.rowHeight() - 1);
        }
    }
}
