package org.cairn.ui.internal.tables;

import org.cairn.analysis.table.Column;
import org.cairn.analysis.table.Table;
import org.cairn.memory.Progress;
import org.cairn.store.StoreException;
import org.eclipse.jdt.annotation.Nullable;

import java.util.List;

/**
 * Rows as programs get them.
 *
 * @param name what the rows are
 * @param data which values of them
 * @param rows closed with the table
 * @param progress told of each row
 */
record RowTable<R>(String name, List<DataColumn<R>> data, RowCursor<R> rows, Progress progress)
        implements Table {
    @Override
    public List<Column> columns() {
        return data.stream().map(DataColumn::column).toList();
    }

    @Override
    public @Nullable Object @Nullable [] next() throws StoreException {
        progress.checkCancelled();
        R row = rows.next();
        if (row == null) {
            return null;
        }
        progress.step(1);
        @Nullable Object[] values = new @Nullable Object[data.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = data.get(i).value().apply(row);
        }
        return values;
    }

    @Override
    public void close() {
        rows.close();
    }
}
