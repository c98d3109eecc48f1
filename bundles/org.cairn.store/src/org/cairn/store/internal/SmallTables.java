package org.cairn.store.internal;

import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.eclipse.jdt.annotation.Nullable;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Fills all tables but the one of the blocks. Rows come from several threads; they are collected
 * and appended in groups, in one transaction. Adding a row never fails: the first failure is kept
 * for {@link #commit}.
 */
public final class SmallTables {
    private static final int GROUP = 4096;

    private final DuckDBConnection connection;
    private final Map<String, List<@Nullable Object[]>> rows = new HashMap<>();
    private @Nullable SQLException failure;

    /**
     * Begins a transaction.
     *
     * @param connection used by nobody else
     * @throws SQLException when the transaction cannot begin
     */
    public SmallTables(DuckDBConnection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
    }

    /**
     * Adds a row.
     *
     * @param table name of the table
     * @param values in the order of its columns: Long for UBIGINT (its bits), Integer, Boolean,
     *     String, or null
     */
    public synchronized void add(String table, @Nullable Object... values) {
        List<@Nullable Object[]> group = rows.computeIfAbsent(table, name -> new ArrayList<>());
        group.add(values);
        if (group.size() == GROUP) {
            append(table, group);
        }
    }

    /**
     * Stores all rows.
     *
     * @throws SQLException when a row could not be stored
     */
    public synchronized void commit() throws SQLException {
        rows.forEach(this::append);
        SQLException first = failure;
        if (first != null) {
            throw first;
        }
        connection.commit();
    }

    private void append(String table, List<@Nullable Object[]> group) {
        if (failure == null) {
            // An appender belongs to the thread that made it.
            try (DuckDBAppender appender = connection.createAppender(table)) {
                for (@Nullable Object[] row : group) {
                    appender.beginRow();
                    for (Object value : row) {
                        append(appender, value);
                    }
                    appender.endRow();
                }
                appender.flush();
            } catch (SQLException e) {
                failure = e;
            }
        }
        group.clear();
    }

    private static void append(DuckDBAppender appender, @Nullable Object value)
            throws SQLException {
        switch (value) {
            case null -> appender.appendNull();
            case Long bits -> appender.append(bits.longValue());
            case Integer number -> appender.append(number.intValue());
            case String text -> appender.append(text);
            default -> throw new IllegalArgumentException(value.getClass().getName());
        }
    }
}
