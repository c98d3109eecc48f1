package org.cairn.analysis.internal;

import org.cairn.analysis.table.Column;
import org.cairn.analysis.table.Column.Kind;
import org.cairn.analysis.table.Table;
import org.cairn.store.Rows;
import org.cairn.store.StoreException;
import org.eclipse.jdt.annotation.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The result of a query as a table. */
public final class RowsTable implements Table {
    private static final Set<String> BYTES = Set.of("size", "user_size", "bytes", "largest_free");
    private static final Set<String> COUNTS = Set.of("count", "blocks");

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
                : new Column(column.name(), kind(column));
    }

    private static Kind kind(org.cairn.store.Column column) {
        String name = column.name().toLowerCase(Locale.ROOT);
        return switch (column.kind()) {
            case ADDRESS -> Kind.ADDRESS;
            case BOOLEAN -> Kind.BOOLEAN;
            case TEXT -> Kind.TEXT;
            case REAL -> name.equals("share") || name.equals("coverage") ? Kind.SHARE : Kind.NUMBER;
            case INTEGER, UNSIGNED, HUGE -> {
                if (BYTES.contains(name) || name.endsWith("_bytes")) {
                    yield Kind.BYTES;
                }
                yield COUNTS.contains(name) || name.endsWith("_count") ? Kind.COUNT : Kind.NUMBER;
            }
        };
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
