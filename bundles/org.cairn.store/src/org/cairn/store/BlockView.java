package org.cairn.store;

import org.cairn.memory.CancellableLock;
import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.cairn.store.internal.BlockSql;
import org.cairn.store.internal.Ordering;
import org.eclipse.jdt.annotation.Nullable;

import java.sql.SQLException;
import java.util.List;

/**
 * The blocks of a query as a table that is shown page by page, also when it has 100 million rows.
 *
 * <p>The order of all rows is made once, by {@link #prepare} or by the first page that needs it,
 * and kept until the view is closed. Until then the first rows come from a query of their own, so a
 * table is on screen at once while another thread prepares the view. May be used by several
 * threads; close it.
 */
public final class BlockView implements AutoCloseable {
    /** Pages that end here or before do not wait for the order of all rows. */
    public static final int FIRST_ROWS = 10_000;

    private static final long UNKNOWN = -1;

    private final Store store;
    private final BlockQuery query;
    private final CancellableLock preparing = new CancellableLock();
    private volatile @Nullable Ordering ordering;
    private volatile long count = UNKNOWN;
    private boolean closed;

    BlockView(Store store, BlockQuery query) {
        this.store = store;
        this.query = query;
    }

    /**
     * What the view shows.
     *
     * @return the query
     */
    public BlockQuery query() {
        return query;
    }

    /**
     * The number of rows. Counted once; without a condition in SQL it is known at once.
     *
     * @param progress cancels the counting
     * @return rows
     * @throws StoreException when the store cannot be read, or the query's condition fails
     * @throws CancelledException when the work was cancelled
     */
    public long count(Progress progress) throws StoreException {
        long known = count;
        if (known == UNKNOWN) {
            known =
                    store.number(
                            query.where().isPresent()
                                    ? "select count(*)" + BlockSql.from(query)
                                    : "select coalesce(sum(blocks), 0)::bigint from block_total"
                                            + BlockSql.whereOfTotals(query),
                            progress);
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
        return isStored() || ordering != null;
    }

    /**
     * Makes the order of all rows, unless there is one.
     *
     * @param progress cancels the work
     * @throws StoreException when the store cannot be read, the query's condition fails, or the
     *     disk is full
     * @throws CancelledException when the work was cancelled
     * @throws IllegalStateException when the view is closed
     */
    public void prepare(Progress progress) throws StoreException {
        if (isPrepared()) {
            return;
        }
        preparing.lock(progress);
        try {
            if (closed) {
                throw new IllegalStateException("the view is closed");
            }
            if (ordering == null) {
                Ordering made = store.order(query, progress);
                count = made.size();
                ordering = made;
            }
        } finally {
            preparing.unlock();
        }
    }

    /**
     * Some rows. After {@link #prepare} this takes milliseconds.
     *
     * @param firstRow number of the first one, from 0
     * @param rows how many, 0 or more
     * @param progress cancels the work
     * @return as many of them as there are
     * @throws StoreException when the store cannot be read, or the query's condition fails
     * @throws CancelledException when the work was cancelled
     * @throws IllegalStateException when the view is closed
     */
    public BlockPage page(long firstRow, int rows, Progress progress) throws StoreException {
        if (firstRow < 0 || rows < 0 || firstRow > Long.MAX_VALUE - rows) {
            throw new IllegalArgumentException(rows + " rows from " + firstRow);
        }
        return new BlockPage(firstRow, find(firstRow, rows, progress));
    }

    private List<Block> find(long firstRow, int rows, Progress progress) throws StoreException {
        if (isStored()) {
            return store.find(
                    "select "
                            + BlockSql.COLUMNS
                            + " from "
                            + BlockSql.NUMBERS
                            + " where block_id between ? and ? order by block_id",
                    progress,
                    firstRow,
                    firstRow + rows - 1);
        }
        if (ordering == null && firstRow + rows <= FIRST_ROWS) {
            // As numbers, not as parameters: the database plans by them.
            return store.find(select() + " limit " + rows + " offset " + firstRow, progress);
        }
        prepare(progress);
        Ordering made = ordering;
        if (made == null) {
            throw new IllegalStateException("the view is closed");
        }
        try {
            return made.page(firstRow, rows, progress, store::read);
        } catch (SQLException e) {
            throw store.failure(e);
        }
    }

    /**
     * All rows, one after the other and in order. Does not need {@link #prepare}.
     *
     * @param limit the greatest number of rows, 0 or more; {@link Long#MAX_VALUE} for all
     * @param progress cancels the work, also while the rows are read
     * @return a cursor; close it
     * @throws StoreException when the store cannot be read, or the query's condition fails
     * @throws CancelledException when the work was cancelled
     */
    public BlockCursor rows(long limit, Progress progress) throws StoreException {
        return store.cursor(
                select() + (limit == Long.MAX_VALUE ? "" : " limit " + limit), progress);
    }

    private String select() {
        return "select "
                + BlockSql.COLUMNS
                + BlockSql.from(query)
                + (query.order().column() == BlockOrder.By.STORED && !query.order().descending()
                        ? ""
                        : BlockSql.orderBy(query.order()));
    }

    // The rows are the table itself.
    private boolean isStored() {
        return query.equals(BlockQuery.ALL.orderedBy(BlockOrder.AS_STORED));
    }

    @Override
    public void close() {
        preparing.lock();
        try {
            closed = true;
            Ordering made = ordering;
            ordering = null;
            if (made != null) {
                made.close();
            }
        } finally {
            preparing.unlock();
        }
        store.closed(this);
    }
}
