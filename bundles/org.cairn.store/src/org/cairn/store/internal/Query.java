package org.cairn.store.internal;

import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.cairn.store.Unsigned;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBPreparedStatement;
import org.eclipse.jdt.annotation.Nullable;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A query under way, on a connection of its own: the database allows one open result for each. Rows
 * are streamed.
 */
public final class Query implements AutoCloseable {
    private static final String MASKED = "Invalid result set";

    private final DuckDBConnection connection;
    private final boolean own;
    private @Nullable DuckDBPreparedStatement statement;
    private @Nullable CancelWatch watch;
    private @Nullable ResultSet result;
    private volatile boolean cancelled;

    private Query(DuckDBConnection connection, boolean own) {
        this.connection = connection;
        this.own = own;
    }

    /**
     * Begins a query.
     *
     * @param database to which a new connection is made
     * @param progress cancels the query, also while its rows are read
     * @param sql one statement that returns rows
     * @param parameters for the question marks: Long, Integer, Double, Boolean, String, {@link
     *     Unsigned}, or null
     * @return the query, before its first row
     * @throws SQLException when the statement fails
     * @throws CancelledException when it was cancelled
     */
    public static Query open(
            DuckDBConnection database,
            Progress progress,
            String sql,
            @Nullable Object... parameters)
            throws SQLException {
        return begin(new Query(database.duplicate(), true), progress, sql, parameters);
    }

    /**
     * Begins a query on a connection that has temporary tables.
     *
     * @param connection without another open result; stays open
     * @param progress cancels the query, also while its rows are read
     * @param sql one statement that returns rows
     * @param parameters as for {@link #open}
     * @return the query, before its first row
     * @throws SQLException when the statement fails
     * @throws CancelledException when it was cancelled
     */
    public static Query on(
            DuckDBConnection connection,
            Progress progress,
            String sql,
            @Nullable Object... parameters)
            throws SQLException {
        return begin(new Query(connection, false), progress, sql, parameters);
    }

    private static Query begin(
            Query query, Progress progress, String sql, @Nullable Object... parameters)
            throws SQLException {
        try {
            progress.checkCancelled();
            query.execute(progress, sql, parameters);
            return query;
        } catch (SQLException | RuntimeException e) {
            query.close();
            throw e;
        }
    }

    private void execute(Progress progress, String sql, @Nullable Object... parameters)
            throws SQLException {
        DuckDBPreparedStatement prepared = connection.prepare(sql);
        statement = prepared;
        bind(prepared, parameters);
        CancelWatch begun = new CancelWatch(prepared, progress);
        watch = begun;
        try {
            result = prepared.executeQuery();
        } catch (SQLException e) {
            if (begun.isCancelled()) {
                throw new CancelledException();
            }
            if (!String.valueOf(e.getMessage()).contains(MASKED)) {
                throw e;
            }
            throw unmask(e, sql, parameters);
        }
    }

    // When a streamed result fails before its first row, the driver (2.0.0.1) says "Invalid result
    // set" and nothing else, for example of: select 'x'::int from block. Its other interface tells
    // the reason, but ends silently when a result fails later, so that it cannot replace this one.
    private SQLException unmask(SQLException masked, String sql, @Nullable Object... parameters) {
        try (DuckDBConnection other = connection.duplicate();
                DuckDBPreparedStatement again = other.prepare(sql)) {
            bind(again, parameters);
            try (DuckDBChunkedResult chunks = again.query()) {
                chunks.nextChunk();
            }
            return masked;
        } catch (SQLException reason) {
            return reason;
        }
    }

    private static void bind(DuckDBPreparedStatement statement, @Nullable Object... parameters)
            throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            Object value = parameters[i];
            statement.setObject(
                    i + 1, value instanceof Unsigned number ? unsigned(number.bits()) : value);
        }
    }

    private static BigInteger unsigned(long bits) {
        return new BigInteger(Long.toUnsignedString(bits));
    }

    /**
     * The rows, at the one that {@link #next} went to.
     *
     * @return a result set to read values from
     */
    public ResultSet row() {
        ResultSet rows = result;
        if (rows == null) {
            throw new IllegalStateException("the query has not begun");
        }
        return rows;
    }

    /**
     * Goes to the next row.
     *
     * @return whether there is one
     * @throws SQLException when the statement fails
     * @throws CancelledException when it was cancelled
     */
    public boolean next() throws SQLException {
        // The driver would go on with the rows that are left.
        checkCancelled();
        try {
            return row().next();
        } catch (SQLException e) {
            checkCancelled();
            throw e;
        }
    }

    /**
     * The number in the first column of the first row.
     *
     * @return the number; its bits when it is unsigned
     * @throws SQLException when the statement fails
     * @throws CancelledException when it was cancelled
     */
    public long number() throws SQLException {
        next();
        return row().getLong(1);
    }

    private void checkCancelled() {
        CancelWatch watching = watch;
        if (cancelled || watching != null && watching.isCancelled()) {
            throw new CancelledException();
        }
    }

    /** Cancels the query, from any thread: {@link #next} throws from now on. */
    public void cancel() {
        cancelled = true;
        try {
            DuckDBPreparedStatement running = statement;
            if (running != null) {
                running.cancel();
            }
        } catch (SQLException e) {
            // It was closed meanwhile.
            return;
        }
    }

    @Override
    public void close() {
        CancelWatch watching = watch;
        if (watching != null) {
            watching.close();
        }
        try (DuckDBConnection _ = own ? connection : null;
                DuckDBPreparedStatement _ = statement;
                ResultSet _ = result) {
            return;
        } catch (SQLException e) {
            // The result is not needed any more.
            return;
        }
    }
}
