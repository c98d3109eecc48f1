package org.cairn.store.internal;

import org.cairn.memory.CancellableLock;
import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.cairn.store.StoreException;
import org.duckdb.DuckDBConnection;

import java.sql.SQLException;

/**
 * The rows of a query in its order: a table with row numbers from 0. It belongs to a connection,
 * disappears with it, and is kept in memory and in the spill folder, so that the store itself stays
 * untouched.
 */
public final class Ordering implements AutoCloseable {
    private static final String MAKE = "create temp table ordered as ";
    private static final String COUNT = "select count(*) from ordered";

    private final DuckDBConnection connection;
    private final CancellableLock lock = new CancellableLock();
    private final long size;

    private Ordering(DuckDBConnection connection, long size) {
        this.connection = connection;
        this.size = size;
    }

    /**
     * Orders the rows.
     *
     * @param database the store
     * @param sql a query that was checked and has an order
     * @param progress cancels the work
     * @return the order
     * @throws SQLException when the query fails or the disk is full
     * @throws CancelledException when the work was cancelled
     */
    public static Ordering make(DuckDBConnection database, String sql, Progress progress)
            throws SQLException {
        DuckDBConnection connection = database.duplicate();
        try {
            Database.execute(connection, MAKE + sql, progress);
            try (Query count = Query.on(connection, progress, COUNT)) {
                count.next();
                return new Ordering(connection, count.row().getLong(1));
            }
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * The number of rows.
     *
     * @return rows
     */
    public long size() {
        return size;
    }

    /**
     * Asks about the rows.
     *
     * @param sql a query on the table {@code ordered}: the columns of the query that was ordered,
     *     and {@code ordered.rowid}
     * @param progress cancels the query
     * @param <R> what the reader makes of it
     * @param reader reads the result
     * @param parameters as for {@link Query#open}
     * @return what the reader made of it
     * @throws SQLException when the store cannot be read
     * @throws StoreException when the reader fails
     */
    public <R> R ask(String sql, Progress progress, Reader<R> reader, Object... parameters)
            throws SQLException, StoreException {
        lock.lock(progress);
        try (Query query = Query.on(connection, progress, sql, parameters)) {
            return reader.read(query);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            connection.close();
        } catch (SQLException e) {
            // The table is gone with the store.
            return;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reads rows.
     *
     * @param <R> what it makes of them
     */
    @FunctionalInterface
    public interface Reader<R> {
        /**
         * Reads rows.
         *
         * @param query before its first row
         * @return the result
         * @throws SQLException when the store cannot be read
         * @throws StoreException when the store cannot be read
         */
        R read(Query query) throws SQLException, StoreException;
    }
}
