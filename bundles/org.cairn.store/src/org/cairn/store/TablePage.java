package org.cairn.store;

import org.eclipse.jdt.annotation.Nullable;

import java.util.List;

/**
 * Some rows of an ordered result.
 *
 * @param firstRow number of the first one, from 0
 * @param rows a value for each column, as of {@link Rows#value}; fewer rows than asked for at the
 *     end of the result
 */
public record TablePage(long firstRow, List<@Nullable Object[]> rows) {
    /** Keeps a copy of the list. */
    public TablePage {
        rows = List.copyOf(rows);
    }
}
