package org.cairn.ui.widgets.table;

import org.cairn.ui.widgets.Request;

import java.util.List;

/**
 * Where a paged table gets its rows from.
 *
 * @param <R> a row
 */
@FunctionalInterface
public interface RowSource<R> {
    /**
     * Begins to fetch some rows. Called on the UI thread, so it must return at once.
     *
     * @param first number of the first one, from 0
     * @param count how many, at least 1
     * @param answer told of the rows, once, on any thread; not told when the request is cancelled
     * @return the request, to be cancelled when the rows are no longer wanted
     */
    Request fetch(long first, int count, Answer<R> answer);

    /**
     * Takes the rows.
     *
     * @param <R> a row
     */
    interface Answer<R> {
        /**
         * The rows are there.
         *
         * @param rows as many of those asked for as exist
         */
        void rows(List<R> rows);

        /**
         * The rows cannot be had.
         *
         * @param reason one sentence for people
         */
        void failed(String reason);
    }
}
