package org.cairn.ui.widgets.table;

import org.cairn.ui.widgets.table.TableColumn.Role;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Rectangle;

import java.util.function.ToDoubleFunction;

/** Draws the rows that are seen, and nothing for the others. */
final class TablePainter<R> {
    private static final int BAR_INSET = 3;
    private static final int PLACEHOLDER_HEIGHT = 4;
    private static final int PLACEHOLDER_WIDTH = 48;

    private final TableState<R> state;

    TablePainter(TableState<R> state) {
        this.state = state;
    }

    /** Draws the part of an area for rows that is damaged. */
    void paint(GC gc, Rectangle area, Rectangle damage) {
        Viewport viewport = state.viewport;
        int height = viewport.rowHeight();
        int end = area.y + area.height;
        long rank = Math.max(viewport.top(), viewport.rankAt(damage.y - area.y));
        int y = area.y + viewport.yOf(rank);
        String reason = null;
        for (; y < Math.min(end, damage.y + damage.height); y += height) {
            if (rank >= viewport.count()) {
                gc.setBackground(state.look.palette().background());
                gc.fillRectangle(damage.x, y, damage.width, end - y);
                break;
            }
            String failure = state.window.row(rank) == null ? state.window.failure(rank) : null;
            row(gc, rank, y, area, damage);
            if (failure != null && !failure.equals(reason)) {
                sentence(gc, failure, y, area, state.look.palette().error());
                reason = failure;
            }
            rank++;
        }
        if (viewport.count() == 0 && !state.message.isEmpty()) {
            message(gc, area);
        }
    }

    private void row(GC gc, long rank, int y, Rectangle area, Rectangle damage) {
        TablePalette palette = state.look.palette();
        boolean isSelected = state.selection.contains(rank);
        boolean isBright = isSelected && state.hasFocus;
        gc.setBackground(background(rank, isSelected));
        gc.fillRectangle(damage.x, y, damage.width, state.viewport.rowHeight());
        R row = state.window.row(rank);
        boolean isFailed = row == null && state.window.failure(rank) != null;
        int x = area.x - state.scrolled;
        for (int column : state.layout.shown()) {
            int width = state.layout.width(column);
            if (x < damage.x + damage.width && x + width > damage.x && !isFailed) {
                if (row == null) {
                    placeholder(gc, state.columns.get(column), x, y, width);
                } else {
                    cell(
                            gc,
                            state.columns.get(column),
                            row,
                            new Rectangle(x, y, width, 0),
                            isBright);
                }
            }
            x += width;
        }
        if (rank == state.selection.focus()
                && state.hasFocus
                && (!isSelected || state.selection.size() > 1)) {
            gc.setForeground(isSelected ? palette.selectionForeground() : palette.selection());
            gc.drawRectangle(area.x, y, area.width - 1, state.viewport.rowHeight() - 1);
        }
    }

    private Color background(long rank, boolean isSelected) {
        TablePalette palette = state.look.palette();
        if (isSelected) {
            return state.hasFocus ? palette.selection() : palette.idleSelection();
        }
        return rank % 2 == 0 ? palette.background() : palette.alternate();
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
        gc.setFont(font.font());
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
            gc.setAlpha(isBright ? 60 : 255);
            gc.fillRectangle(
                    place.x + TableLook.INSET / 2,
                    place.y + BAR_INSET,
                    length,
                    state.viewport.rowHeight() - 2 * BAR_INSET);
            gc.setAlpha(255);
        }
    }

    private void placeholder(GC gc, TableColumn<R> column, int x, int y, int width) {
        int room = width - 2 * TableLook.INSET;
        int length = Math.min(room, PLACEHOLDER_WIDTH);
        int left = x + TableLook.INSET + (column.right() ? room - length : 0);
        gc.setBackground(state.look.palette().grid());
        gc.fillRectangle(
                left,
                y + (state.viewport.rowHeight() - PLACEHOLDER_HEIGHT) / 2,
                length,
                PLACEHOLDER_HEIGHT);
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

    private void sentence(GC gc, String words, int y, Rectangle area, Color colour) {
        TableFont font = state.look.text();
        gc.setFont(font.font());
        gc.setForeground(colour);
        String text = font.advances().fit(Advances.clean(words), area.width - 2 * TableLook.INSET);
        gc.drawString(text, area.x + TableLook.INSET, y + state.look.above(font), true);
    }

    private void message(GC gc, Rectangle area) {
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
}
