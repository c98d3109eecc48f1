package org.cairn.analysis.table;

import org.eclipse.jdt.annotation.Nullable;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;

/**
 * Rows with named columns, read once from the first to the last. A row has one value for each
 * column: a {@link Long} for addresses (unsigned), bytes, counts and numbers, a {@link
 * java.math.BigInteger} for numbers above 2^63, a {@link Double} for shares and fractions, a {@link
 * String}, a {@link Boolean}, or null where there is no value.
 */
public interface Table extends AutoCloseable {
    /**
     * What the rows are.
     *
     * @return a plural in snake case, such as {@code heaps}
     */
    String name();

    /**
     * The columns.
     *
     * @return in display order
     */
    List<Column> columns();

    /**
     * Reads the next row.
     *
     * @return the values, in the order of the columns, or null after the last row
     * @throws IOException when the rows cannot be read on
     */
    @Nullable
    Object @Nullable [] next() throws IOException;

    /** Ends the reading. */
    @Override
    void close();

    /**
     * A table of rows that are in memory.
     *
     * @param name what the rows are
     * @param columns in display order
     * @param rows their values
     * @return the table
     */
    static Table of(String name, List<Column> columns, List<@Nullable Object[]> rows) {
        Iterator<@Nullable Object[]> iterator = rows.iterator();
        return new Table() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public List<Column> columns() {
                return columns;
            }

            @Override
            public @Nullable Object @Nullable [] next() {
                return iterator.hasNext() ? iterator.next() : null;
            }

            @Override
            public void close() {
                // nothing is held
            }
        };
    }
}
