package org.cairn.ui.driver;

import org.cairn.ui.widgets.table.PagedTable;
import org.cairn.ui.widgets.table.RankRange;
import org.cairn.ui.widgets.table.TableColumn;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.swt.widgets.Item;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableItem;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeItem;
import org.eclipse.swt.widgets.Widget;

import java.util.List;
import java.util.Optional;

/** Finds rows by what is in them. Used on the UI thread. */
final class Rows {
    private Rows() {}

    static Optional<Item> item(Widget widget, String... path) {
        Item[] items =
                switch (widget) {
                    case Tree tree -> tree.getItems();
                    case Table table -> table.getItems();
                    default -> throw new IllegalArgumentException("has no rows: " + widget);
                };
        Item found = null;
        for (String step : path) {
            found = first(items, step);
            if (found == null) {
                return Optional.empty();
            }
            items = found instanceof TreeItem item ? item.getItems() : new Item[0];
        }
        return found == null ? Optional.empty() : Optional.of(found);
    }

    private static @Nullable Item first(Item[] items, String part) {
        for (Item item : items) {
            if (text(item).contains(part)) {
                return item;
            }
        }
        return null;
    }

    private static String text(Item item) {
        StringBuilder text = new StringBuilder();
        int columns =
                switch (item) {
                    case TreeItem row -> row.getParent().getColumnCount();
                    case TableItem row -> row.getParent().getColumnCount();
                    default -> 0;
                };
        for (int i = 0; i < Math.max(1, columns); i++) {
            text.append(
                            switch (item) {
                                case TreeItem row -> row.getText(i);
                                case TableItem row -> row.getText(i);
                                default -> item.getText();
                            })
                    .append('\t');
        }
        return text.toString();
    }

    /** The rank of a row that can be seen. */
    static <R> Optional<Long> rank(PagedTable<R> table, String part) {
        RankRange seen = table.visibleRows();
        for (long rank = seen == null ? 1 : seen.first();
                seen != null && rank <= seen.last();
                rank++) {
            if (table.row(rank) != null && anyCell(table, rank, part)) {
                return Optional.of(rank);
            }
        }
        return Optional.empty();
    }

    private static <R> boolean anyCell(PagedTable<R> table, long rank, String part) {
        List<TableColumn<R>> columns = table.shownColumns();
        return columns.stream()
                .anyMatch(
                        column -> String.valueOf(table.rowText(rank, column.id())).contains(part));
    }
}
