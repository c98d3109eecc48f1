package org.cairn.ui.internal.tables;

import org.cairn.store.TableQuery.Order;
import org.cairn.ui.widgets.table.PagedTable;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.ui.IMemento;

import java.util.Optional;

/** The columns and the order that people chose, kept between starts. */
final class TableState {
    private static final String LAYOUT = "columns";
    private static final String SORTED = "sorted";
    private static final String DESCENDING = "descending";

    private final @Nullable IMemento before;
    private Optional<Order> order = Optional.empty();

    /** With what was kept at the last end, or null. */
    TableState(@Nullable IMemento before) {
        this.before = before;
    }

    /** The order; empty for the usual one. */
    Optional<Order> order() {
        return order;
    }

    void order(String column, boolean descending) {
        order = Optional.of(new Order(column, descending));
    }

    /** Shows the table as it was left. */
    void restore(PagedTable<?> table) {
        IMemento kept = before;
        if (kept == null) {
            return;
        }
        String layout = kept.getString(LAYOUT);
        if (layout != null) {
            table.setColumnLayout(layout);
        }
        String column = kept.getString(SORTED);
        if (column != null
                && table.columns().stream().anyMatch(known -> known.id().equals(column))) {
            boolean descending = Boolean.TRUE.equals(kept.getBoolean(DESCENDING));
            order(column, descending);
            table.setSort(column, descending);
        }
    }

    /** Keeps how the table is. */
    void save(IMemento kept, PagedTable<?> table) {
        kept.putString(LAYOUT, table.columnLayout());
        order.ifPresent(
                by -> {
                    kept.putString(SORTED, by.column());
                    kept.putBoolean(DESCENDING, by.descending());
                });
    }

    /** Keeps what was kept before, of a table that was never shown. */
    void saveAgain(IMemento kept) {
        IMemento known = before;
        if (known != null) {
            kept.putMemento(known);
        }
    }
}
