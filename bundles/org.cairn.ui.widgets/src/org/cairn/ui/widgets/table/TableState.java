package org.cairn.ui.widgets.table;

import org.eclipse.jdt.annotation.Nullable;

import java.util.List;

/**
 * What a {@link PagedTable} shows and where it is; read by what draws it, changed by what handles
 * its events.
 */
final class TableState<R> {
    final List<TableColumn<R>> columns;
    final ColumnLayout layout;
    final Viewport viewport = new Viewport();
    final RowSelection selection = new RowSelection();
    final RowWindow<R> window;

    TableLook look;

    /** The pixels that are scrolled away at the left. */
    int scrolled;

    /** The sorted column, or null. */
    @Nullable String sorted;

    boolean isDescending;
    String message = "";
    String note = "";
    boolean hasFocus;

    /** The column whose title is pressed or dragged, or -1. */
    int pressed = -1;

    /** Where the dragged column would go among those shown, or -1. */
    int gap = -1;

    TableState(List<TableColumn<R>> columns, TableLook look, RowWindow<R> window) {
        this.columns = List.copyOf(columns);
        this.look = look;
        this.window = window;
        this.layout =
                new ColumnLayout(
                        columns.stream().map(TableColumn::id).toList(),
                        columns.stream().mapToInt(look::firstWidth).toArray());
    }

    /** What a cell says, cleaned, if its row is there. */
    @Nullable
    String text(long rank, int column) {
        R row = window.row(rank);
        return row == null ? null : Advances.clean(columns.get(column).text().apply(row));
    }

    boolean isSorted(int column) {
        return columns.get(column).id().equals(sorted);
    }

    /** Pixels that a column needs for its title and for all texts that are there. */
    int fittingWidth(int column) {
        TableColumn<R> shown = columns.get(column);
        int width = look.titleWidth(shown);
        Advances advances = look.font(shown).advances();
        for (long rank = viewport.top(); rank < viewport.end(); rank++) {
            String text = text(rank, column);
            if (text != null) {
                width = Math.max(width, advances.width(text) + 2 * TableLook.INSET);
            }
        }
        return width;
    }
}
