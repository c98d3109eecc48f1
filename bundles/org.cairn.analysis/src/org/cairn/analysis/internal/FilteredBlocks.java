package org.cairn.analysis.internal;

import org.cairn.analysis.BlockFilter;
import org.cairn.analysis.table.Table;
import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;
import org.cairn.store.BlockQuery;
import org.cairn.store.QueryException;
import org.cairn.store.Store;
import org.cairn.store.StoreException;

import java.util.OptionalLong;

/** The blocks of a filter as tables: one by one, and summed up by heap or by owner. */
public final class FilteredBlocks {
    private final Store store;
    private final BlockSql sql;
    private final Progress progress;

    private FilteredBlocks(Store store, BlockSql sql, Progress progress) {
        this.store = store;
        this.sql = sql;
        this.progress = progress;
    }

    /**
     * Applies a filter.
     *
     * @param store the blocks
     * @param filter which of them; its process is there
     * @param progress cancels the work, also while rows are read
     * @return the blocks
     * @throws QueryException when the condition does not work or there is no such heap
     * @throws StoreException when the store cannot be read
     */
    public static FilteredBlocks of(Store store, BlockFilter filter, Progress progress)
            throws StoreException {
        if (filter.where().isPresent()) {
            store.blocks(BlockQuery.ALL.where(filter.where().get())).close();
        }
        OptionalLong heap = filter.heap();
        if (heap.isPresent()
                && store.heaps().stream()
                        .noneMatch(known -> known.root().address() == heap.getAsLong())) {
            throw new QueryException(
                    "there is no heap " + Addresses.hex(heap.getAsLong()) + " in the dump", null);
        }
        return new FilteredBlocks(store, new BlockSql(filter), progress);
    }

    /**
     * Sums by heap.
     *
     * @param limit at most so many rows
     * @return one row for each heap
     * @throws StoreException when the store cannot be read
     */
    public Table heaps(long limit) throws StoreException {
        return table("heaps", sql.heaps(limit));
    }

    /**
     * The blocks themselves.
     *
     * @param limit at most so many rows
     * @return one row for each block, by address
     * @throws StoreException when the store cannot be read
     */
    public Table blocks(long limit) throws StoreException {
        return table("blocks", sql.blocks(limit));
    }

    /**
     * Sums by owner.
     *
     * @param limit at most so many rows
     * @return one row for each owner, by bytes
     * @throws StoreException when the store cannot be read
     */
    public Table owners(long limit) throws StoreException {
        return table("owners", sql.owners(limit));
    }

    private Table table(String name, String query) throws StoreException {
        return new RowsTable(name, store.query(progress, query), Long.MAX_VALUE);
    }
}
