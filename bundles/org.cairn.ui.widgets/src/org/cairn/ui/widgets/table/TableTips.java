package org.cairn.ui.widgets.table;

import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Event;

import java.util.Objects;

/**
 * Tells what a column is when the mouse is over its title, and what a cell says that has too little
 * room.
 */
final class TableTips<R> {
    private final PagedTable<R> table;
    private final TableState<R> state;
    private @Nullable String shown;

    TableTips(PagedTable<R> table, TableState<R> state) {
        this.table = table;
        this.state = state;
    }

    void listen() {
        table.addListener(SWT.MouseMove, this::move);
        // A tip would cover the menu.
        table.addListener(SWT.MenuDetect, _ -> show(null));
    }

    private void move(Event event) {
        show(state.pressed >= 0 ? null : tip(event.x, event.y));
    }

    private void show(@Nullable String tip) {
        if (!Objects.equals(tip, shown)) {
            shown = tip;
            table.setToolTipText(tip == null ? null : tip.replace("&", "&&"));
        }
    }

    private @Nullable String tip(int x, int y) {
        int column = state.layout.columnAt(x + state.scrolled);
        if (column < 0) {
            return null;
        }
        TableColumn<R> pointed = state.columns.get(column);
        if (table.headerArea().contains(x, y)) {
            return pointed.tooltip().isEmpty() ? null : pointed.tooltip();
        }
        long rank = table.rankAt(y);
        String text = rank == RowSelection.NONE ? null : state.text(rank, column);
        int room = state.layout.width(column) - 2 * TableLook.INSET;
        return text != null && state.look.font(pointed).advances().width(text) > room ? text : null;
    }
}
