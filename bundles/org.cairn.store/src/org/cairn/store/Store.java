package org.cairn.store;

import org.cairn.heap.HeapRoot;
import org.cairn.memory.Architecture;
import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.cairn.store.internal.BlockSql;
import org.cairn.store.internal.Database;
import org.cairn.store.internal.Failures;
import org.cairn.store.internal.Labels;
import org.cairn.store.internal.Ordering;
import org.cairn.store.internal.Query;
import org.cairn.store.internal.SqlGuard;
import org.cairn.store.internal.SqlText;
import org.cairn.store.internal.TableSql;
import org.cairn.store.internal.TemporaryFiles;
import org.duckdb.DuckDBConnection;
import org.eclipse.jdt.annotation.Nullable;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A complete store, open for reading. Several processes may read it, also while another one
 * replaces it; they keep what they have opened. May be used by several threads; close it after
 * everything that was opened through it.
 */
public final class Store implements AutoCloseable {
    private final Path file;
    private final DuckDBConnection connection;
    private final Path spill;
    private final Set<OrderOnDemand> orders = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Labels labels;
    private volatile boolean deletedOnClose;

    Store(Path file, DuckDBConnection connection, Path spill) {
        this.file = file;
        this.connection = connection;
        this.spill = spill;
    }

    /**
     * Opens a store. Never throws for what the file contains.
     *
     * @param file where it may be
     * @param key what the writer was given: identity of the dump and versions of the decoders
     * @param settings limits
     * @return the store, or why it cannot be used
     */
    public static StoreOpening open(Path file, String key, StoreSettings settings) {
        return StoreFile.open(file, key, settings);
    }

    /**
     * Loads what every store needs, which takes a moment at the first use in a process. Call it on
     * another thread as soon as it is clear that a store will be opened or written; a failure shows
     * there, not here.
     */
    public static void prepare() {
        Database.load();
    }

    /**
     * The file.
     *
     * @return the path that it was opened at
     */
    public Path file() {
        return file;
    }

    /**
     * Runs a query that a user wrote. It can only read, and only this store.
     *
     * @param progress cancels the query, also while its rows are read
     * @param sql one query on the tables and views of {@link Schema}, with {@code 0x} numbers if
     *     wanted
     * @param parameters for the question marks in it: Long, Integer, Double, Boolean, String,
     *     {@link Unsigned}, or null
     * @return its rows; close them
     * @throws QueryException when the text does not work
     * @throws StoreException when the store cannot be read
     * @throws CancelledException when the query was cancelled
     */
    public Rows query(Progress progress, String sql, @Nullable Object... parameters)
            throws StoreException {
        String text = SqlText.withoutHex(sql);
        try {
            SqlGuard.checkQuery(connection, text);
        } catch (SQLException e) {
            throw failure(e);
        }
        return rows(text, progress, parameters);
    }

    Rows rows(String sql, Progress progress, @Nullable Object... parameters) throws StoreException {
        try {
            return new Rows(Query.open(connection, progress, sql, parameters), what());
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /**
     * Opens a table of blocks.
     *
     * @param query which blocks, in which order
     * @return the table; close it
     * @throws QueryException when the condition in the query does not work
     * @throws StoreException when the store cannot be read
     */
    public BlockView blocks(BlockQuery query) throws StoreException {
        Optional<String> condition = query.where();
        if (condition.isPresent()) {
            checkCondition(condition.orElseThrow(), query);
        }
        return new BlockView(this, query);
    }

    private void checkCondition(String condition, BlockQuery query) throws StoreException {
        checkText(condition);
        // Names and types are checked when no row is read, too.
        cursor("select " + BlockSql.COLUMNS + BlockSql.from(query) + " limit 0", Progress.NONE)
                .close();
    }

    void checkText(String condition) throws StoreException {
        try {
            SqlGuard.checkCondition(connection, SqlText.withoutHex(condition));
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /**
     * Writes blocks to a Parquet file, with the columns of the view {@code blocks} that are for
     * people. The file appears when it is complete; a file that is there is replaced then.
     *
     * @param query which blocks, in which order
     * @param target the file
     * @param progress cancels the work, and nothing half-made stays
     * @throws QueryException when the condition in the query does not work
     * @throws StoreException when the store cannot be read or the file not be written
     * @throws CancelledException when the work was cancelled
     */
    public void exportParquet(BlockQuery query, Path target, Progress progress)
            throws StoreException {
        progress.checkCancelled();
        if (query.where().isPresent()) {
            checkCondition(query.where().orElseThrow(), query);
        }
        progress.task("writing " + target.getFileName());
        ParquetFile parquet = new ParquetFile(target, file, spill);
        try (DuckDBConnection exporting = connection.duplicate()) {
            Database.execute(exporting, BlockSql.parquet(query, parquet.made()), progress);
            parquet.place(progress);
        } catch (SQLException e) {
            throw failure(e);
        } finally {
            parquet.delete();
        }
    }

    /**
     * Opens a table of any rows.
     *
     * @param query which rows, in which order
     * @return the table; close it
     * @throws QueryException when the text of the query or of its condition does not work, or there
     *     is no such column to order by
     * @throws StoreException when the store cannot be read
     */
    public TableView table(TableQuery query) throws StoreException {
        try {
            SqlGuard.checkPart(connection, SqlText.statement(query.sql()));
        } catch (SQLException e) {
            throw failure(e);
        }
        if (query.where().isPresent()) {
            checkText(query.where().orElseThrow());
        }
        // Names and types are checked when no row is read, too.
        String none = "select *" + TableSql.from(query) + " limit 0";
        try (Rows rows = rows(none, Progress.NONE)) {
            List<Column> columns = rows.columns();
            if (query.order().isPresent()) {
                checkColumn(query.order().orElseThrow().column(), columns);
            }
            return new TableView(this, query, columns);
        }
    }

    private static void checkColumn(String name, List<Column> columns) throws QueryException {
        List<String> names = columns.stream().map(Column::name).toList();
        if (!names.contains(name)) {
            throw new QueryException(
                    "there is no column " + name + " among " + String.join(", ", names), null);
        }
    }

    /**
     * Finds the block at an address.
     *
     * @param address unsigned
     * @param heaps numbers of the heaps to look in, such as those of one process; empty for all
     * @param progress cancels the search
     * @return the block, if there is one, and its neighbours
     * @throws StoreException when the store cannot be read
     * @throws CancelledException when the search was cancelled
     */
    public BlockAt blockAt(long address, Optional<List<Integer>> heaps, Progress progress)
            throws StoreException {
        return new BlockFinder(this, heaps, progress).at(address);
    }

    /**
     * The heaps.
     *
     * @return in the order of their numbers
     * @throws StoreException when the store cannot be read
     */
    public List<StoredHeap> heaps() throws StoreException {
        List<StoredHeap> heaps = new ArrayList<>();
        try (Query query =
                Query.open(
                        connection,
                        Progress.NONE,
                        "select heap_id, process_id, decoder, address, kind, name, architecture,"
                                + " layout, origin, status, note from heap order by heap_id")) {
            ResultSet row = query.row();
            while (query.next()) {
                HeapRoot root =
                        new HeapRoot(
                                row.getLong(4),
                                row.getString(5),
                                row.getString(6),
                                architecture(row.getString(7)),
                                row.getString(8),
                                row.getString(9),
                                status(row.getString(10)),
                                row.getString(11));
                heaps.add(new StoredHeap(row.getInt(1), row.getInt(2), row.getString(3), root));
            }
        } catch (SQLException e) {
            throw failure(e);
        }
        return heaps;
    }

    private static Architecture architecture(String label) {
        return Arrays.stream(Architecture.values())
                .filter(value -> value.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    private static HeapRoot.Status status(String label) {
        return Arrays.stream(HeapRoot.Status.values())
                .filter(value -> value.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    long number(String sql, Progress progress) throws StoreException {
        try (Query query = Query.open(connection, progress, sql)) {
            return query.number();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    OrderOnDemand onDemand(OrderOnDemand.Maker maker) {
        OrderOnDemand order = new OrderOnDemand(this, maker);
        orders.add(order);
        return order;
    }

    Ordering order(String sql, Progress progress) throws StoreException {
        try {
            return Ordering.make(connection, sql, progress);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    <R> R ask(
            Ordering ordering,
            String sql,
            Progress progress,
            Ordering.Reader<R> reader,
            Object... parameters)
            throws StoreException {
        try {
            return ordering.ask(sql, progress, reader, parameters);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    BlockCursor cursor(String sql, Progress progress, Object... parameters) throws StoreException {
        try {
            Labels known = labels();
            return new BlockCursor(
                    Query.open(connection, progress, sql, parameters), known, what());
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    List<Block> find(String sql, Progress progress, Object... parameters) throws StoreException {
        try (BlockCursor cursor = cursor(sql, progress, parameters)) {
            return all(cursor);
        }
    }

    List<Block> read(Query query) throws StoreException {
        try {
            return all(new BlockCursor(query, labels(), what()));
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private static List<Block> all(BlockCursor cursor) throws StoreException {
        List<Block> blocks = new ArrayList<>();
        while (cursor.next()) {
            blocks.add(cursor.block());
        }
        return blocks;
    }

    private Labels labels() throws SQLException {
        Labels known = labels;
        if (known == null) {
            known = new Labels(connection);
            labels = known;
        }
        return known;
    }

    private StoreException failure(SQLException e) {
        return Failures.ofQuery(e, what());
    }

    private String what() {
        return file.toString();
    }

    void closed(OrderOnDemand order) {
        orders.remove(order);
    }

    void deleteOnClose() {
        deletedOnClose = true;
    }

    @Override
    public void close() {
        orders.forEach(OrderOnDemand::close);
        try {
            connection.close();
        } catch (SQLException e) {
            // Nothing was written.
            return;
        } finally {
            TemporaryFiles.deleteSpill(spill);
            if (deletedOnClose) {
                TemporaryFiles.delete(file);
            }
        }
    }
}
