package org.cairn.analysis.internal;

import org.cairn.analysis.table.Column;
import org.cairn.analysis.table.Column.Kind;
import org.cairn.analysis.table.Table;
import org.cairn.memory.Progress;
import org.cairn.store.BlockCursor;
import org.cairn.store.BlockFlags;
import org.cairn.store.BlockQuery;
import org.cairn.store.BlockView;
import org.cairn.store.Store;
import org.cairn.store.StoreException;
import org.cairn.store.Unsigned;
import org.eclipse.jdt.annotation.Nullable;

import java.util.List;

/** The blocks of a query as a table. */
public final class BlocksTable implements Table {
    private static final List<Column> COLUMNS =
            List.of(
                    new Column("address", Kind.ADDRESS),
                    new Column("size", Kind.BYTES),
                    new Column("user_address", Kind.ADDRESS),
                    new Column("user_size", Kind.BYTES),
                    new Column("state", Kind.TEXT),
                    new Column("kind", Kind.TEXT),
                    new Column("heap", Kind.ADDRESS),
                    new Column("owner", Kind.TEXT),
                    new Column("owner_kind", Kind.TEXT),
                    new Column("flags", Kind.TEXT));

    private final BlockCursor blocks;

    private BlocksTable(BlockCursor blocks) {
        this.blocks = blocks;
    }

    /**
     * Begins to read.
     *
     * @param store the blocks
     * @param query which, in which order
     * @param progress cancels the work, also while the rows are read
     * @return the table
     * @throws StoreException when the store cannot be read or the query does not work
     */
    public static BlocksTable open(Store store, BlockQuery query, Progress progress)
            throws StoreException {
        try (BlockView view = store.blocks(query)) {
            return new BlocksTable(view.rows(Long.MAX_VALUE, progress));
        }
    }

    @Override
    public String name() {
        return "blocks";
    }

    @Override
    public List<Column> columns() {
        return COLUMNS;
    }

    @Override
    public @Nullable Object @Nullable [] next() throws StoreException {
        if (!blocks.next()) {
            return null;
        }
        boolean owned = blocks.ownerId() != 0;
        return new @Nullable Object[] {
            blocks.address(),
            new Unsigned(blocks.size()).number(),
            blocks.userAddress(),
            new Unsigned(blocks.userSize()).number(),
            blocks.state().label(),
            blocks.kind(),
            blocks.heap(),
            owned ? blocks.owner() : null,
            owned ? blocks.ownerKind() : null,
            BlockFlags.label(blocks.flags())
        };
    }

    @Override
    public void close() {
        blocks.close();
    }
}
