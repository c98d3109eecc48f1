package org.cairn.store;

import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.cairn.store.internal.Ordering;
import org.cairn.store.internal.Query;
import org.cairn.store.internal.TableSql;
import org.eclipse.jdt.annotation.Nullable;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Any result as a table that is shown page by page.
 *
 * <p>The rows are put in order once, by {@link #prepare} or by the first page that needs it, and
 * kept until the view is closed, in memory and in the temporary folder. Until then the first rows
 * come from a query of their own. May be used by several threads; close it.
 */
public final class TableView implements AutoCloseable {
    private static final long UNKNOWN = -1;

    private final Store store;
    private final TableQuery query;
    private final List<Column> columns;
    private final OrderOnDemand order;
    private volatile long count = UNKNOWN;

    TableView(Store store, TableQuery query, List<Column> columns) {
        this.store = store;
        this.query = query;
        this.columns = columns;
        order = store.onDemand(this::order);
    }

    private Ordering order(Progress progress) throws StoreException {
        Ordering made = store.order(TableSql.select(query, columns), progress);
        count = made.size();
        return made;
    }

    /**
     * What the view shows.
     *
     * @return the query
     */
    public TableQuery query() {
        return query;
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
     * The number of rows, counted once.
     *
     * @param progress cancels the counting
     * @return rows
     * @throws StoreException when the store cannot be read, or the query fails
     * @throws CancelledException when the work was cancelled
     */
    public long count(Progress progress) throws StoreException {
        long known = count;
        if (known == UNKNOWN) {
            known = store.number("select count(*)" + TableSql.from(query), progress);
            count = known;
        }
        return known;
    }

    /**
     * Whether any page comes at once.
     *
     * @return whether {@link #prepare} has nothing to do
     */
    public boolean isPrepared() {
        return order.isMade();
    }

    /**
     * Puts all rows in order, unless they are.
     *
     * @param progress cancels the work
     * @throws StoreException when the store cannot be read, the query fails, or the disk is full
     * @throws CancelledException when the work was cancelled
     * @throws IllegalStateException when the view is closed
     */
    public void prepare(Progress progress) throws StoreException {
        order.get(progress);
    }

    /**
     * Some rows. After {@link #prepare} this takes milliseconds.
     *
     * @param firstRow number of the first one, from 0
     * @param rows how many, 0 or more
     * @param progress cancels the work
     * @return as many of them as there are
     * @throws StoreException when the store cannot be read, or the query fails
     * @throws CancelledException when the work was cancelled
     * @throws IllegalStateException when the view is closed
     */
    public TablePage page(long firstRow, int rows, Progress progress) throws StoreException {
        BlockView.checkRange(firstRow, rows);
        if (!order.isMade() && firstRow + rows <= BlockView.FIRST_ROWS) {
            String sql = TableSql.select(query, columns) + " limit " + rows + " offset " + firstRow;
            try (Rows found = store.rows(sql, progress)) {
                return new TablePage(firstRow, all(found));
            }
        }
        List<@Nullable Object[]> found =
                store.ask(
                        order.get(progress),
                        TableSql.PAGE,
                        progress,
                        this::read,
                        firstRow,
                        firstRow + rows - 1);
        return new TablePage(firstRow, found);
    }

    private List<@Nullable Object[]> read(Query page) throws SQLException, StoreException {
        try (Rows rows = new Rows(page, store.file().toString())) {
            return all(rows);
        }
    }

    private static List<@Nullable Object[]> all(Rows rows) throws StoreException {
        List<@Nullable Object[]> all = new ArrayList<>();
        while (rows.next()) {
            all.add(rows.values());
        }
        return all;
    }

    /**
     * The first row for which a condition holds. Needs all rows in order, as {@link #prepare} puts
     * them.
     *
     * @param condition in SQL on the columns of the result, such as {@code owner_id = 7}
     * @param progress cancels the work
     * @return its number, from 0; empty when there is none
     * @throws QueryException when the condition does not work
     * @throws StoreException when the store cannot be read, or the query fails
     * @throws CancelledException when the work was cancelled
     * @throws IllegalStateException when the view is closed
     */
    public OptionalLong firstRow(String condition, Progress progress) throws StoreException {
        store.checkText(condition);
        return store.ask(
                order.get(progress),
                TableSql.firstRow(condition),
                progress,
                row -> {
                    long number = row.number();
                    return row.row().wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
                });
    }

    /**
     * All rows, one after the other and in order. Does not need {@link #prepare}.
     *
     * @param progress cancels the work, also while the rows are read
     * @return the rows; close them
     * @throws StoreException when the store cannot be read, or the query fails
     * @throws CancelledException when the work was cancelled
     */
    public Rows rows(Progress progress) throws StoreException {
        return store.rows(TableSql.select(query, columns), progress);
    }

    @Override
    public void close() {
        order.close();
    }
}
