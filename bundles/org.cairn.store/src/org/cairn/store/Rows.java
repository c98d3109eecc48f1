package org.cairn.store;

import org.cairn.memory.Progress.CancelledException;
import org.cairn.store.Column.Kind;
import org.cairn.store.internal.Failures;
import org.cairn.store.internal.Query;
import org.eclipse.jdt.annotation.Nullable;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;

/**
 * The result of a query, row by row as the database finds them: any number of them takes the same
 * memory. Columns are numbered from 0. Used by one thread, except for {@link #cancel}; close it.
 */
public final class Rows implements AutoCloseable {
    private final Query query;
    private final String what;
    private final ResultSet row;
    private final List<Column> columns;

    Rows(Query query, String what) throws SQLException {
        this.query = query;
        this.what = what;
        row = query.row();
        columns = columns(row.getMetaData());
    }

    private static List<Column> columns(ResultSetMetaData data) throws SQLException {
        List<Column> columns = new ArrayList<>();
        for (int i = 1; i <= data.getColumnCount(); i++) {
            String name = data.getColumnLabel(i);
            columns.add(new Column(name, kind(name, data.getColumnTypeName(i))));
        }
        return List.copyOf(columns);
    }

    private static Kind kind(String name, String type) {
        return switch (type) {
            case "BOOLEAN" -> Kind.BOOLEAN;
            case "TINYINT", "SMALLINT", "INTEGER", "BIGINT" -> Kind.INTEGER;
            case "UTINYINT", "USMALLINT", "UINTEGER" -> Kind.UNSIGNED;
            case "UBIGINT" -> Schema.isAddress(name) ? Kind.ADDRESS : Kind.UNSIGNED;
            case "HUGEINT", "UHUGEINT" -> Kind.HUGE;
            case "FLOAT", "DOUBLE" -> Kind.REAL;
            default -> type.startsWith("DECIMAL(") ? Kind.REAL : Kind.TEXT;
        };
    }

    /**
     * The columns.
     *
     * @return in the order of the query
     */
    public List<Column> columns() {
        return columns;
    }

    /**
     * Goes to the next row.
     *
     * @return whether there is one
     * @throws StoreException when the store cannot be read; a {@link QueryException} when the query
     *     fails on this row
     * @throws CancelledException when the query was cancelled
     */
    public boolean next() throws StoreException {
        try {
            return query.next();
        } catch (SQLException e) {
            throw Failures.ofQuery(e, what);
        }
    }

    /**
     * Whether a value is NULL.
     *
     * @param column from 0
     * @return whether there is no value
     * @throws StoreException when the value cannot be read
     */
    public boolean isNull(int column) throws StoreException {
        try {
            // The driver tells after a value was read.
            switch (columns.get(column).kind()) {
                case BOOLEAN -> row.getBoolean(column + 1);
                case INTEGER, UNSIGNED, ADDRESS -> row.getLong(column + 1);
                case REAL -> row.getDouble(column + 1);
                case HUGE, TEXT -> row.getObject(column + 1);
            }
            return row.wasNull();
        } catch (SQLException e) {
            throw Failures.ofStore(e, what);
        }
    }

    /**
     * A number of up to 64 bits or a truth value.
     *
     * @param column from 0
     * @return the number; its bits when it is unsigned; 0 for NULL
     * @throws StoreException when the value cannot be read
     */
    public long number(int column) throws StoreException {
        try {
            return columns.get(column).kind() == Kind.BOOLEAN
                    ? row.getBoolean(column + 1) ? 1 : 0
                    : row.getLong(column + 1);
        } catch (SQLException e) {
            throw Failures.ofStore(e, what);
        }
    }

    /**
     * A floating-point number.
     *
     * @param column from 0
     * @return the number; 0 for NULL
     * @throws StoreException when the value cannot be read
     */
    public double real(int column) throws StoreException {
        try {
            return row.getDouble(column + 1);
        } catch (SQLException e) {
            throw Failures.ofStore(e, what);
        }
    }

    /**
     * A value in its textual form.
     *
     * @param column from 0
     * @return the text; numbers in decimal; empty for NULL
     * @throws StoreException when the value cannot be read
     */
    public String text(int column) throws StoreException {
        try {
            String text = row.getString(column + 1);
            return text == null ? "" : text;
        } catch (SQLException e) {
            throw Failures.ofStore(e, what);
        }
    }

    /**
     * A value, whatever the column's kind.
     *
     * @param column from 0
     * @return a {@link Long} for numbers and addresses (these unsigned), a {@link BigInteger} for
     *     numbers from 2^63 on and sums that need more than 64 bits, a {@link Double}, a {@link
     *     Boolean}, a {@link String}; null for NULL
     * @throws QueryException when Java has no form for the value
     * @throws StoreException when the value cannot be read
     */
    public @Nullable Object value(int column) throws StoreException {
        try {
            // The driver tells after a value was read that there was none.
            Object value =
                    switch (columns.get(column).kind()) {
                        case ADDRESS, INTEGER -> number(column);
                        case UNSIGNED -> new Unsigned(number(column)).number();
                        case BOOLEAN -> number(column) != 0;
                        case REAL -> real(column);
                        case HUGE, TEXT -> text(column);
                    };
            return row.wasNull()
                    ? null
                    : columns.get(column).kind() == Kind.HUGE ? narrowed(value.toString()) : value;
        } catch (SQLException e) {
            throw Failures.ofStore(e, what);
        } catch (DateTimeException unreadable) {
            // java.time has no 24:00:00 and no infinity; the database has both.
            throw new QueryException(
                    "a value cannot be shown: " + unreadable.getMessage(), unreadable);
        }
    }

    private static Object narrowed(String digits) {
        BigInteger number = new BigInteger(digits);
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }

    /**
     * All values of the row.
     *
     * @return one for each column, as of {@link #value}
     * @throws QueryException when Java has no form for a value
     * @throws StoreException when a value cannot be read
     */
    public @Nullable Object[] values() throws StoreException {
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(i);
        }
        return values;
    }

    /** Cancels the query, from any thread: {@link #next} throws from now on. */
    public void cancel() {
        query.cancel();
    }

    @Override
    public void close() {
        query.close();
    }
}
