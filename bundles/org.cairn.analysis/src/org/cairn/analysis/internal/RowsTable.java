package org.cairn.analysis.internal;

import org.cairn.analysis.table.Column;
import org.cairn.analysis.table.Column.Kind;
import org.cairn.analysis.table.Table;
import org.cairn.store.Rows;
import org.cairn.store.StoreException;
import org.eclipse.jdt.annotation.Nullable;

import java.util.List;

/** The result of a query as a table. */
public final class RowsTable implements Table {
    private static final String OWNERS = "owners";
    private static final String OWNER = "owner";

    private final String name;
    private final Rows rows;
    private long remaining;
    private final List<Column> columns;

    /**
     * Wraps a result.
     *
     * @param name what the rows are
     * @param rows closed with the table
     * @param limit at most so many rows
     */
    public RowsTable(String name, Rows rows, long limit) {
        this.remaining = limit;
        this.name = name;
        this.rows = rows;
        this.columns = rows.columns().stream().map(column -> column(name, column)).toList();
    }

    private static Column column(String table, org.cairn.store.Column column) {
        return table.equals(OWNERS) && column.name().equals(OWNER)
                ? new Column(column.name(), Kind.TEXT, "(unknown)")
                : Column.of(column);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Column> columns() {
        return columns;
    }

    @Override
    public @Nullable Object @Nullable [] next() throws StoreException {
        return remaining-- > 0 && rows.next() ? rows.values() : null;
    }

    @Override
    public void close() {
        rows.close();
    }
}
