package org.cairn.store;

import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.cairn.store.internal.BlockSql;
import org.cairn.store.internal.Ordering;
import org.cairn.store.internal.Query;

import java.util.List;
import java.util.OptionalLong;

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
    private final OrderOnDemand order;
    private volatile long count = UNKNOWN;

    BlockView(Store store, BlockQuery query) {
        this.store = store;
        this.query = query;
        order = store.onDemand(this::order);
    }

    private Ordering order(Progress progress) throws StoreException {
        long blocks = store.number("select count(*) from block", progress);
        Ordering made = store.order(BlockSql.ordered(query, blocks), progress);
        count = made.size();
        return made;
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
        return isStored() || order.isMade();
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
        if (!isStored()) {
            order.get(progress);
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
        checkRange(firstRow, rows);
        return new BlockPage(firstRow, find(firstRow, rows, progress));
    }

    static void checkRange(long firstRow, int rows) {
        if (firstRow < 0 || rows < 0 || firstRow > Long.MAX_VALUE - rows) {
            throw new IllegalArgumentException(rows + " rows from " + firstRow);
        }
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
        if (!order.isMade() && firstRow + rows <= FIRST_ROWS) {
            // As numbers, not as parameters: the database plans by them.
            return store.find(select() + " limit " + rows + " offset " + firstRow, progress);
        }
        return store.ask(
                order.get(progress),
                BlockSql.PAGE,
                progress,
                store::read,
                firstRow,
                firstRow + rows - 1);
    }

    /**
     * The row of a block. Needs the order of all rows, as {@link #prepare} makes it, when the block
     * is among them.
     *
     * @param blockId {@link Block#id()}
     * @param progress cancels the work
     * @return its number, from 0; empty when the query leaves the block out, or there is none
     * @throws StoreException when the store cannot be read, or the query's condition fails
     * @throws CancelledException when the work was cancelled
     * @throws IllegalStateException when the view is closed
     */
    public OptionalLong rowOf(long blockId, Progress progress) throws StoreException {
        String shown =
                "select count(*) from (select block_id"
                        + BlockSql.from(query)
                        + ") where block_id = "
                        + blockId;
        if (store.number(shown, progress) == 0) {
            return OptionalLong.empty();
        }
        if (isStored()) {
            return OptionalLong.of(blockId);
        }
        return OptionalLong.of(
                store.ask(order.get(progress), BlockSql.ROW, progress, Query::number, blockId));
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
        order.close();
    }
}
