package org.cairn.ui.widgets.table;

import org.cairn.ui.widgets.table.PagedTable.RowListener;
import org.cairn.ui.widgets.table.PagedTable.SortListener;
import org.cairn.ui.widgets.table.PagedTable.VisibleListener;
import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Who is told what happens to a table, and what they were told last. */
final class TableListeners<R> {
    final List<RowListener<R>> select = new ArrayList<>();
    final List<RowListener<R>> activate = new ArrayList<>();
    final List<SortListener> sort = new ArrayList<>();
    final List<VisibleListener> visible = new ArrayList<>();

    private final TableState<R> state;
    private @Nullable RankRange toldVisible;
    private boolean isFocusTold = true;

    TableListeners(TableState<R> state) {
        this.state = state;
    }

    /** Tells of the selection and the focused row, if it is there. */
    void tellSelection() {
        long rank = state.selection.focus();
        R row = state.window.row(rank);
        isFocusTold = rank == RowSelection.NONE || row != null;
        select.forEach(listener -> listener.row(rank, row));
    }

    /** Whether the focused row was not there when it was told of, and is there now. */
    boolean isFocusedRowNew() {
        return !isFocusTold && state.window.row(state.selection.focus()) != null;
    }

    /** Tells that the focused row was activated. */
    void tellActivation() {
        long rank = state.selection.focus();
        if (rank != RowSelection.NONE) {
            activate.forEach(listener -> listener.row(rank, state.window.row(rank)));
        }
    }

    /** Tells how rows are to be sorted. */
    void tellSort(String columnId) {
        sort.forEach(listener -> listener.sort(columnId, state.isDescending));
    }

    /** Tells which rows are seen, if they are others than before. */
    void tellVisible(@Nullable RankRange seen) {
        if (seen != null && !seen.equals(toldVisible)) {
            visible.forEach(listener -> listener.visible(seen.first(), seen.last()));
        }
        toldVisible = seen;
    }
}
