package org.cairn.ui.internal.blocks;

import org.cairn.memory.Progress;
import org.cairn.store.Block;
import org.cairn.store.BlockCursor;
import org.cairn.store.BlockView;
import org.cairn.store.StoreException;
import org.cairn.ui.internal.tables.Pages;
import org.cairn.ui.internal.tables.RowCursor;
import org.eclipse.jdt.annotation.Nullable;

import java.util.List;
import java.util.OptionalLong;

/** The blocks of a query; a block is known by its number in the store. */
record BlockPages(BlockView view) implements Pages<Block> {
    @Override
    public long count(Progress progress) throws StoreException {
        return view.count(progress);
    }

    @Override
    public boolean isPrepared() {
        return view.isPrepared();
    }

    @Override
    public void prepare(Progress progress) throws StoreException {
        view.prepare(progress);
    }

    @Override
    public List<Block> page(long first, int count, Progress progress) throws StoreException {
        return view.page(first, count, progress).blocks();
    }

    @Override
    public OptionalLong rowOf(long key, Progress progress) throws StoreException {
        return view.rowOf(key, progress);
    }

    @Override
    public RowCursor<Block> rows(Progress progress) throws StoreException {
        BlockCursor cursor = view.rows(Long.MAX_VALUE, progress);
        return new RowCursor<>() {
            @Override
            public @Nullable Block next() throws StoreException {
                return cursor.next() ? cursor.block() : null;
            }

            @Override
            public void close() {
                cursor.close();
            }
        };
    }

    @Override
    public void close() {
        view.close();
    }
}
