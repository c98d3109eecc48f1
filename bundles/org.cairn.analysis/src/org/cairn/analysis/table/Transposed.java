package org.cairn.analysis.table;

import org.cairn.analysis.table.Column.Kind;
import org.eclipse.jdt.annotation.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Turns a table of one wide row into one line for each of its columns, for people. */
public final class Transposed {
    private static final List<Column> COLUMNS =
            List.of(new Column("property", Kind.TEXT), new Column("value", Kind.TEXT));

    private Transposed() {}

    /**
     * Turns a table; columns without a value are left out.
     *
     * @param source read to its end and closed; rows after the first are not shown
     * @return properties and values
     * @throws IOException when the row cannot be read
     */
    public static Table of(Table source) throws IOException {
        try (Table table = source) {
            List<@Nullable Object[]> lines = new ArrayList<>();
            @Nullable Object @Nullable [] row = table.next();
            for (int i = 0; row != null && i < row.length; i++) {
                Column column = table.columns().get(i);
                String text = Values.human(column.kind(), row[i]);
                if (row[i] != null && !text.isEmpty()) {
                    String unit = column.kind() == Kind.BYTES ? " bytes" : "";
                    lines.add(new @Nullable Object[] {column.name(), text + unit});
                }
            }
            return Table.of(table.name(), COLUMNS, lines);
        }
    }
}
