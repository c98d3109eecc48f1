package org.cairn.ui.internal.tables;

import org.cairn.store.StoreException;
import org.eclipse.jdt.annotation.Nullable;

/**
 * Rows, one after the other. Used by one thread; close it.
 *
 * @param <R> a row
 */
public interface RowCursor<R> extends AutoCloseable {
    /**
     * Reads the next row.
     *
     * @return the row, or null after the last one
     * @throws StoreException when the rows cannot be read on
     */
    @Nullable
    R next() throws StoreException;

    @Override
    void close();
}
