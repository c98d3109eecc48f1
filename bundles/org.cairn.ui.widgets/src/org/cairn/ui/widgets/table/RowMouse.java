package org.cairn.ui.widgets.table;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Event;

/** What the mouse does with rows: selects, drags over them, activates. */
final class RowMouse<R> {
    private static final int AGAIN = 40;

    private final PagedTable<R> table;
    private final TableState<R> state;
    private final boolean isMany;
    private boolean isDragging;
    private boolean isScrolling;
    private int y;

    RowMouse(PagedTable<R> table, TableState<R> state, boolean isMany) {
        this.table = table;
        this.state = state;
        this.isMany = isMany;
    }

    void listen() {
        table.addListener(SWT.MouseDown, this::down);
        table.addListener(SWT.MouseMove, this::move);
        table.addListener(SWT.MouseUp, event -> isDragging = false);
        table.addListener(SWT.MouseDoubleClick, this::doubleClick);
    }

    private void down(Event event) {
        table.forceFocus();
        long rank = table.rankAt(event.y);
        boolean isFree = table.rowsArea().contains(event.x, event.y);
        if (rank == RowSelection.NONE) {
            if (isFree && event.button == 1 && (event.stateMask & SWT.MODIFIER_MASK) == 0) {
                table.clearSelection();
            }
            return;
        }
        if (event.button == 1) {
            isDragging = isMany;
            choose(rank, event.stateMask);
        } else if (event.button == 3 && !state.selection.contains(rank)) {
            choose(rank, 0);
        }
    }

    private void choose(long rank, int modifiers) {
        boolean isToggling = isMany && (modifiers & SWT.MOD1) != 0;
        boolean isExtending = isMany && (modifiers & SWT.SHIFT) != 0;
        if (isExtending && isToggling) {
            state.selection.addTo(rank);
        } else if (isExtending) {
            state.selection.extendTo(rank);
        } else if (isToggling) {
            state.selection.toggle(rank);
        } else {
            state.selection.only(rank);
        }
        table.selectionChanged();
    }

    private void move(Event event) {
        if (!isDragging || state.viewport.count() == 0) {
            return;
        }
        y = event.y - table.rowsArea().y;
        extend();
    }

    private void extend() {
        Viewport viewport = state.viewport;
        long rank = Math.clamp(viewport.rankAt(y), viewport.top(), viewport.end() - 1);
        if (rank != state.selection.focus()) {
            state.selection.extendTo(rank);
            table.selectionChanged();
        }
        if (!isScrolling && linesOutside() != 0) {
            isScrolling = true;
            table.getDisplay().timerExec(AGAIN, this::scroll);
        }
    }

    private int linesOutside() {
        Rectangle rows = table.rowsArea();
        int pixels = y < 0 ? y : Math.max(0, y - rows.height + 1);
        return pixels / state.viewport.rowHeight() + Integer.signum(pixels);
    }

    private void scroll() {
        isScrolling = false;
        if (table.isDisposed() || !isDragging) {
            return;
        }
        if (state.viewport.moveBy(linesOutside())) {
            table.positionChanged();
            extend();
        }
    }

    private void doubleClick(Event event) {
        if (event.button == 1 && table.rankAt(event.y) != RowSelection.NONE) {
            table.activate();
        }
    }
}
