package org.cairn.ui.internal.tables;

import org.cairn.memory.Progress;
import org.cairn.store.Rows;
import org.cairn.store.StoreException;
import org.cairn.store.TableView;
import org.eclipse.jdt.annotation.Nullable;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * The rows of any result.
 *
 * @param <R> a row
 * @param view the result; closed with the pages
 * @param row makes a row of the values of the result's columns
 * @param condition how a row is found by what it is known by: a condition in SQL on these columns
 */
public record RowPages<R>(TableView view, Function<Object[], R> row, LongFunction<String> condition)
        implements Pages<R> {
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
    public List<R> page(long first, int count, Progress progress) throws StoreException {
        return view.page(first, count, progress).rows().stream().map(row).toList();
    }

    @Override
    public OptionalLong rowOf(long key, Progress progress) throws StoreException {
        return view.firstRow(condition.apply(key), progress);
    }

    @Override
    public RowCursor<R> rows(Progress progress) throws StoreException {
        Rows all = view.rows(progress);
        return new RowCursor<>() {
            @Override
            public @Nullable R next() throws StoreException {
                return all.next() ? row.apply(all.values()) : null;
            }

            @Override
            public void close() {
                all.close();
            }
        };
    }

    @Override
    public void close() {
        view.close();
    }
}
