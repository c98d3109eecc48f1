package org.cairn.analysis.internal;

import org.cairn.analysis.table.Column;
import org.cairn.analysis.table.Column.Kind;
import org.cairn.analysis.table.Table;
import org.cairn.store.QueryException;
import org.cairn.store.Rows;
import org.cairn.store.StoreException;
import org.eclipse.jdt.annotation.Nullable;

import java.math.BigInteger;
import java.time.DateTimeException;
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
        try {
            return remaining-- > 0 && rows.next() ? row() : null;
        } catch (DateTimeException unreadable) {
            // java.time has no 24:00:00 and no infinity; the database has both.
            throw new QueryException(
                    "a value cannot be shown: " + unreadable.getMessage(), unreadable);
        }
    }

    private @Nullable Object[] row() throws StoreException {
        @Nullable Object[] row = new @Nullable Object[columns.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = rows.isNull(i) ? null : value(i);
        }
        return row;
    }

    private Object value(int column) throws StoreException {
        return switch (rows.columns().get(column).kind()) {
            case ADDRESS, INTEGER -> rows.number(column);
            case UNSIGNED -> unsigned(rows.number(column));
            case BOOLEAN -> rows.number(column) != 0;
            case REAL -> rows.real(column);
            case HUGE -> narrowed(rows.text(column));
            case TEXT -> rows.text(column);
        };
    }

    private static Object unsigned(long bits) {
        return bits >= 0 ? (Object) bits : new BigInteger(Long.toUnsignedString(bits));
    }

    /** Sums are numbers of 128 bits, though they seldom need them. */
    private static Object narrowed(String digits) {
        BigInteger number = new BigInteger(digits);
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }

    @Override
    public void close() {
        rows.close();
    }
}
