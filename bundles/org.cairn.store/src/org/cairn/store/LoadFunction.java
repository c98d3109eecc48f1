package org.cairn.store;

import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.duckdb.DuckDBWritableVector;
import org.eclipse.jdt.annotation.DefaultLocation;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.jdt.annotation.Nullable;

import java.sql.SQLException;

/** The table function through which the database pulls batches of blocks. */
// Not for parameters: those of the driver's interface have no null annotations.
@NonNullByDefault({DefaultLocation.FIELD, DefaultLocation.RETURN_TYPE})
final class LoadFunction implements DuckDBTableFunction<Object, Object, LoadFunction.Position> {
    private static final String NAME = "cairn_batches";

    // The driver writes no UBIGINT without a BigInteger for each value, and DuckDB has no cast that
    // only reinterprets bits. 0xffff8000_00000000 arrives as a negative BIGINT: its low 63 bits are
    // cast, then the top bit is added. Two columns of kernel addresses take 4 % of the time of a
    // load; by way of HUGEINT it would be 18 %.
    private static final String UNSIGNED =
            "case when %1$s >= 0 then %1$s::ubigint"
                    + " else (%1$s & 9223372036854775807)::ubigint + 9223372036854775808 end";

    private static final Object NOTHING = new Object();

    private final int threads;
    private volatile @Nullable BatchExchange exchange;

    private LoadFunction(int threads) {
        this.threads = threads;
    }

    /**
     * Makes the function known to a database.
     *
     * @param connection to the database
     * @param threads how many of the database's threads may call it
     * @return the function; {@link #attach} it before it is used
     * @throws SQLException when the database refuses it
     */
    static LoadFunction register(DuckDBConnection connection, int threads) throws SQLException {
        LoadFunction function = new LoadFunction(threads);
        try (var builder = DuckDBFunctions.tableFunction()) {
            builder.withName(NAME).withFunction(function).register(connection);
        }
        return function;
    }

    /**
     * The statement that stores the batches of the attached exchange until it ends.
     *
     * @return SQL
     */
    static String insert() {
        return "insert into block select "
                + UNSIGNED.formatted("address")
                + ", size::ubigint, "
                + UNSIGNED.formatted("user_address")
                + ", user_size::ubigint, "
                + BlockColumns.UNPACKED
                + " from "
                + NAME
                + "()";
    }

    /**
     * Sets where the batches come from. The driver holds every registered function for the life of
     * the process, so an exchange is detached after use.
     *
     * @param source the exchange, or null to detach
     */
    void attach(@Nullable BatchExchange source) {
        exchange = source;
    }

    @Override
    public Object bind(DuckDBTableFunctionBindInfo info) {
        for (String column : BlockColumns.COLUMNS) {
            info.addResultColumn(column, DuckDBColumnType.BIGINT);
        }
        return NOTHING;
    }

    @Override
    public Object init(DuckDBTableFunctionInitInfo info) {
        info.setMaxThreads(threads);
        return NOTHING;
    }

    @Override
    public Position localInit(DuckDBTableFunctionInitInfo info) {
        BatchExchange source = exchange;
        if (source == null) {
            throw new IllegalStateException("no load is under way");
        }
        return new Position(source);
    }

    @Override
    public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter writer)
            throws BatchExchange.ClosedExchange {
        Position position = info.getLocalInitData();
        return position.write(writer);
    }

    /** What one of the database's threads is reading. */
    static final class Position {
        private final BatchExchange source;
        private @Nullable BlockColumns batch;
        private int next;

        Position(BatchExchange source) {
            this.source = source;
        }

        private long write(DuckDBDataChunkWriter writer) throws BatchExchange.ClosedExchange {
            BlockColumns rows = batch;
            if (rows == null) {
                rows = source.takeFull();
                if (rows == null) {
                    return 0;
                }
                batch = rows;
                next = 0;
            }
            int first = next;
            int count = (int) Math.min(writer.capacity(), rows.size() - first);
            for (int i = 0; i < BlockColumns.COLUMNS.size(); i++) {
                copy(rows.column(i), first, count, writer.vector(i));
            }
            next = first + count;
            if (next == rows.size()) {
                batch = null;
                source.giveBack(rows);
            }
            return count;
        }

        private static void copy(long[] from, int first, int count, DuckDBWritableVector to) {
            for (int i = 0; i < count; i++) {
                to.setLong(i, from[first + i]);
            }
        }
    }
}
