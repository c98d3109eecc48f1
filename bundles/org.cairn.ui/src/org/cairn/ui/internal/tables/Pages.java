package org.cairn.ui.internal.tables;

import org.cairn.memory.Progress;
import org.cairn.store.StoreException;

import java.util.List;
import java.util.OptionalLong;

/**
 * An ordered result that is shown page by page. May be used by several threads; close it.
 *
 * @param <R> a row
 */
public interface Pages<R> extends AutoCloseable {
    /**
     * The number of rows.
     *
     * @param progress cancels the counting
     * @return rows
     * @throws StoreException when the store cannot be read, or the query fails
     */
    long count(Progress progress) throws StoreException;

    /**
     * Whether any page comes at once.
     *
     * @return whether {@link #prepare} has nothing to do
     */
    boolean isPrepared();

    /**
     * Puts all rows in order, unless they are.
     *
     * @param progress cancels the work
     * @throws StoreException when the store cannot be read, the query fails, or the disk is full
     */
    void prepare(Progress progress) throws StoreException;

    /**
     * Some rows.
     *
     * @param first number of the first one, from 0
     * @param count how many
     * @param progress cancels the work
     * @return as many of them as there are
     * @throws StoreException when the store cannot be read, or the query fails
     */
    List<R> page(long first, int count, Progress progress) throws StoreException;

    /**
     * The row of something.
     *
     * @param key what it is known by, as the view has it
     * @param progress cancels the work
     * @return its number, from 0; empty when it is not among the rows
     * @throws StoreException when the store cannot be read, or the query fails
     */
    OptionalLong rowOf(long key, Progress progress) throws StoreException;

    /**
     * All rows, one after the other and in order. Does not need {@link #prepare}.
     *
     * @param progress cancels the work, also while the rows are read
     * @return the rows; the pages stay open
     * @throws StoreException when the store cannot be read, or the query fails
     */
    RowCursor<R> rows(Progress progress) throws StoreException;

    @Override
    void close();
}
