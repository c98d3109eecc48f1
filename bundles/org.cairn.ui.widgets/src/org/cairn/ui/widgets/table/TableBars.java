package org.cairn.ui.widgets.table;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.ScrollBar;

/** The scroll bars and the wheel of a table. */
final class TableBars {
    /**
     * Milliseconds after the last movement of a dragged bar at which its place is no longer told.
     */
    private static final int LINGER = 700;

    private final PagedTable<?> table;
    private final TableState<?> state;
    private final Turns turns;
    private final ScrollBar vertical;
    private final ScrollBar horizontal;
    private long draggedUntil;

    TableBars(PagedTable<?> table, TableState<?> state, Turns turns) {
        this.turns = turns;
        this.table = table;
        this.state = state;
        vertical = table.getVerticalBar();
        horizontal = table.getHorizontalBar();
    }

    void listen() {
        vertical.addListener(SWT.Selection, this::scrollRows);
        horizontal.addListener(SWT.Selection, event -> scrollTo(horizontal.getSelection()));
        table.addListener(SWT.MouseVerticalWheel, this::wheel);
        table.addListener(SWT.MouseHorizontalWheel, this::wheelSideways);
    }

    /** Brings the bars in line with what is shown. */
    void update() {
        Viewport viewport = state.viewport;
        int thumb = viewport.barThumb();
        vertical.setValues(viewport.barSelection(), 0, viewport.barMaximum(), thumb, 1, thumb);
        vertical.setEnabled(viewport.count() > viewport.page());
        int width = Math.max(1, table.rowsArea().width);
        int total = Math.max(1, state.layout.totalWidth());
        horizontal.setValues(state.scrolled, 0, total, Math.min(width, total), sideStep(), width);
        if (horizontal.getVisible() != total > width) {
            horizontal.setVisible(total > width);
        }
    }

    /** Scrolls sideways to a number of pixels, or to the nearest that there is. */
    void scrollTo(int pixels) {
        state.scrolled = pixels;
        table.arrange();
    }

    /** Pixels of a step sideways. */
    int sideStep() {
        return 3 * state.look.rowHeight();
    }

    /** Whether the vertical bar is being dragged, or was a moment ago. */
    boolean isDragged() {
        return draggedUntil > turns.now();
    }

    /** Which row is at the top, in words. */
    String place() {
        return String.format("%,d of %,d", state.viewport.top() + 1, state.viewport.count());
    }

    private void scrollRows(Event event) {
        Viewport viewport = state.viewport;
        if (event.detail == SWT.DRAG) {
            draggedUntil = turns.now() + LINGER;
            turns.later(LINGER + 1, table::redraw);
        }
        switch (event.detail) {
            case SWT.ARROW_UP -> viewport.moveBy(-1);
            case SWT.ARROW_DOWN -> viewport.moveBy(1);
            case SWT.PAGE_UP -> viewport.moveBy(-viewport.page());
            case SWT.PAGE_DOWN -> viewport.moveBy(viewport.page());
            case SWT.HOME -> viewport.moveTo(0);
            case SWT.END -> viewport.moveTo(viewport.count());
            default -> viewport.moveTo(viewport.topOf(vertical.getSelection()));
        }
        table.positionChanged();
    }

    private void wheel(Event event) {
        event.doit = false;
        if ((event.stateMask & SWT.SHIFT) != 0) {
            wheelSideways(event);
        } else if (state.viewport.moveBy(-event.count)) {
            table.positionChanged();
        }
    }

    private void wheelSideways(Event event) {
        event.doit = false;
        scrollTo(state.scrolled - Integer.signum(event.count) * sideStep());
    }
}
