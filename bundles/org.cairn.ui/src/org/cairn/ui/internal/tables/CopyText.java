package org.cairn.ui.internal.tables;

import org.cairn.analysis.table.Format;
import org.cairn.analysis.table.Renderer;
import org.cairn.analysis.table.Table;
import org.eclipse.jdt.annotation.Nullable;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** Rows as text for the clipboard. */
final class CopyText {
    /** More rows than this are not put on the clipboard. */
    static final int MOST_ROWS = 100_000;

    private static final Pattern BREAKS = Pattern.compile("[\\t\\r\\n]+");
    private static final String TAB = "\t";

    private CopyText() {}

    /** As people see them: a line of titles and a line for each row, with tabs between cells. */
    static <R> String tabbed(List<DataColumn<R>> columns, List<R> rows) {
        StringBuilder text = new StringBuilder();
        StringJoiner titles = new StringJoiner(TAB, "", "\n");
        columns.forEach(column -> titles.add(column.shown().title()));
        text.append(titles);
        for (R row : rows) {
            StringJoiner cells = new StringJoiner(TAB, "", "\n");
            for (DataColumn<R> column : columns) {
                cells.add(BREAKS.matcher(column.shown().text().apply(row)).replaceAll(" "));
            }
            text.append(cells);
        }
        return text.toString();
    }

    /** As programs read them: CSV with the store's names of columns. */
    static <R> String csv(String name, List<DataColumn<R>> columns, List<R> rows)
            throws IOException {
        List<@Nullable Object[]> values = new ArrayList<>();
        for (R row : rows) {
            @Nullable Object[] cells = new @Nullable Object[columns.size()];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = columns.get(i).value().apply(row);
            }
            values.add(cells);
        }
        StringWriter text = new StringWriter();
        try (Renderer csv = Format.CSV.renderer(text, false)) {
            csv.table(Table.of(name, columns.stream().map(DataColumn::column).toList(), values));
        }
        return text.toString();
    }
}
