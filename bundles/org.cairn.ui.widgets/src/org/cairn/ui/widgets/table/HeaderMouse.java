package org.cairn.ui.widgets.table;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Cursor;
import org.eclipse.swt.widgets.Event;

/** What the mouse does with titles: sorts, resizes and moves columns. */
final class HeaderMouse<R> {
    private static final int NEAR = 4;
    private static final int DRAG = 6;

    private final PagedTable<R> table;
    private final TableState<R> state;
    private final Cursor resizing;

    /** The column that is resized, or -1. */
    private int resized = -1;

    private int pressedAt;
    private boolean isResizeShown;

    HeaderMouse(PagedTable<R> table, TableState<R> state) {
        this.table = table;
        this.state = state;
        this.resizing = table.getDisplay().getSystemCursor(SWT.CURSOR_SIZEWE);
    }

    void listen() {
        table.addListener(SWT.MouseDown, this::down);
        table.addListener(SWT.MouseMove, this::move);
        table.addListener(SWT.MouseUp, this::up);
        table.addListener(SWT.MouseDoubleClick, this::doubleClick);
    }

    private boolean isOnHeader(Event event) {
        return table.headerArea().contains(event.x, event.y);
    }

    private int edgeAt(Event event) {
        return isOnHeader(event) ? state.layout.edgeAt(event.x + state.scrolled, NEAR) : -1;
    }

    private void down(Event event) {
        if (event.button != 1 || !isOnHeader(event)) {
            return;
        }
        resized = edgeAt(event);
        if (resized < 0) {
            state.pressed = state.layout.columnAt(event.x + state.scrolled);
            pressedAt = event.x;
            table.redraw();
        }
    }

    private void move(Event event) {
        if (resized >= 0) {
            int left = state.layout.xOf(resized) - state.scrolled;
            state.layout.setWidth(resized, event.x - left);
            table.arrange();
        } else if (state.pressed >= 0) {
            if (state.gap >= 0 || Math.abs(event.x - pressedAt) > DRAG) {
                state.gap = state.layout.gapAt(event.x + state.scrolled);
                table.redraw();
            }
        } else {
            showCursor(edgeAt(event) >= 0);
        }
    }

    private void showCursor(boolean isOnEdge) {
        if (isOnEdge != isResizeShown) {
            isResizeShown = isOnEdge;
            table.setCursor(isOnEdge ? resizing : null);
        }
    }

    private void up(Event event) {
        int pressed = state.pressed;
        int gap = state.gap;
        resized = -1;
        state.pressed = -1;
        state.gap = -1;
        if (event.button != 1 || pressed < 0) {
            return;
        }
        table.redraw();
        if (gap >= 0) {
            state.layout.move(pressed, gap);
            table.arrange();
        } else if (isOnHeader(event) && state.columns.get(pressed).sortable()) {
            table.sortBy(pressed);
        }
    }

    private void doubleClick(Event event) {
        int edge = edgeAt(event);
        if (event.button == 1 && edge >= 0) {
            state.layout.setWidth(edge, state.fittingWidth(edge));
            table.arrange();
        }
    }
}
