package org.cairn.analysis.table;

import org.eclipse.jdt.annotation.Nullable;

import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * Comma-separated values (RFC 4180). Several tables are set apart by an empty line and a line
 * {@code # name}.
 */
final class CsvRenderer implements Renderer {
    private final Writer out;
    private final boolean sections;
    private boolean first = true;

    CsvRenderer(Writer out, boolean sections) {
        this.out = out;
        this.sections = sections;
    }

    @Override
    public void table(Table source) throws IOException {
        try (Table table = source) {
            List<Column> columns = table.columns();
            if (sections) {
                out.write((first ? "# " : "\n# ") + table.name() + "\n");
                first = false;
            }
            out.write(String.join(",", columns.stream().map(Column::name).toList()));
            out.write('\n');
            for (@Nullable Object @Nullable [] row = table.next();
                    row != null;
                    row = table.next()) {
                for (int i = 0; i < row.length; i++) {
                    out.write(i == 0 ? "" : ",");
                    out.write(quoted(Values.plain(columns.get(i).kind(), row[i])));
                }
                out.write('\n');
            }
        }
    }

    private static String quoted(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',' || c == '"' || c == '\n' || c == '\r') {
                return '"' + text.replace("\"", "\"\"") + '"';
            }
        }
        return text;
    }

    @Override
    public void close() throws IOException {
        out.flush();
    }
}
