package org.cairn.store.internal;

import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.cairn.store.BlockQuery;
import org.cairn.store.StoreException;
import org.duckdb.DuckDBConnection;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The rows of a query in its order: a table of row numbers. It belongs to a connection, disappears
 * with it, and is kept in memory and in the spill folder, so that the store itself stays untouched.
 */
public final class Ordering implements AutoCloseable {
    private static final long LARGEST_UINTEGER = 0xffff_ffffL;
    private static final String PAGE =
            "select "
                    + BlockSql.COLUMNS
                    + " from ordered join "
                    + BlockSql.NUMBERS
                    + " on block_id = id"
                    + " where ordered.rowid between ? and ? order by ordered.rowid";

    private final DuckDBConnection connection;
    private final ReentrantLock lock = new ReentrantLock();
    private final long size;

    private Ordering(DuckDBConnection connection, long size) {
        this.connection = connection;
        this.size = size;
    }

    /**
     * Orders the rows.
     *
     * @param database the store
     * @param query its condition was checked
     * @param blocks number of all blocks of the store
     * @param progress cancels the work
     * @return the order
     * @throws SQLException when the condition fails or the disk is full
     * @throws CancelledException when the work was cancelled
     */
    public static Ordering make(
            DuckDBConnection database, BlockQuery query, long blocks, Progress progress)
            throws SQLException {
        DuckDBConnection connection = database.duplicate();
        try {
            // Half the size is half the spilling.
            String type = blocks <= LARGEST_UINTEGER ? "uinteger" : "ubigint";
            String sql =
                    "create temp table ordered as select block_id::"
                            + type
                            + " as id"
                            + BlockSql.from(query)
                            + BlockSql.orderBy(query.order());
            execute(connection, sql, progress);
            try (Query count = Query.on(connection, progress, "select count(*) from ordered")) {
                count.next();
                return new Ordering(connection, count.row().getLong(1));
            }
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static void execute(DuckDBConnection connection, String sql, Progress progress)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                CancelWatch watch = new CancelWatch(statement, progress)) {
            try {
                statement.execute(sql);
            } catch (SQLException e) {
                if (watch.isCancelled()) {
                    throw new CancelledException();
                }
                throw e;
            }
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
     * Some rows, in order, with {@link BlockSql#COLUMNS}.
     *
     * @param firstRow from 0
     * @param rows how many
     * @param progress cancels the query
     * @param reader reads them
     * @return what the reader made of them
     * @throws SQLException when the store cannot be read
     * @throws StoreException when the reader fails
     */
    public <R> R page(long firstRow, int rows, Progress progress, Reader<R> reader)
            throws SQLException, StoreException {
        lock.lock();
        try (Query query = Query.on(connection, progress, PAGE, firstRow, firstRow + rows - 1)) {
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
         * @throws StoreException when the store cannot be read
         */
        R read(Query query) throws StoreException;
    }
}
