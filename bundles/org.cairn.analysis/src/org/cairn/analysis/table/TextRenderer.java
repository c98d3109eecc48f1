package org.cairn.analysis.table;

import org.eclipse.jdt.annotation.Nullable;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/**
 * Aligned columns. Widths come from the first rows, so that a table of any length needs little
 * memory.
 */
final class TextRenderer implements Renderer {
    private static final int MEASURED_ROWS = 1000;
    private static final int HIDDEN = -1;
    private static final String GAP = "  ";

    private final Writer out;
    private final boolean sections;
    private final StringBuilder line = new StringBuilder();
    private boolean first = true;

    TextRenderer(Writer out, boolean sections) {
        this.out = out;
        this.sections = sections;
    }

    @Override
    public void table(Table source) throws IOException {
        try (Table table = source) {
            List<Column> columns = table.columns();
            List<String[]> measured = new ArrayList<>();
            @Nullable Object @Nullable [] row = table.next();
            for (; row != null && measured.size() < MEASURED_ROWS; row = table.next()) {
                measured.add(cells(columns, row));
            }
            title(table.name());
            if (measured.isEmpty()) {
                out.write("none\n");
                return;
            }
            boolean all = row == null;
            String[] header = columns.stream().map(TextRenderer::heading).toArray(String[]::new);
            int[] widths =
                    widths(
                            header,
                            measured,
                            all ? emptyTexts(columns, measured) : new boolean[header.length]);
            line(columns, header, widths);
            for (String[] cells : measured) {
                line(columns, cells, widths);
            }
            for (; row != null; row = table.next()) {
                line(columns, cells(columns, row), widths);
            }
        }
    }

    /** Columns of texts that say nothing in any row; they are left out. */
    private static boolean[] emptyTexts(List<Column> columns, List<String[]> rows) {
        boolean[] empty = new boolean[columns.size()];
        for (int i = 0; i < empty.length; i++) {
            int column = i;
            String nothing = columns.get(i).nothing();
            empty[i] =
                    i > 0
                            && columns.get(i).kind() == Column.Kind.TEXT
                            && rows.stream()
                                    .allMatch(
                                            row ->
                                                    row[column].isEmpty()
                                                            || row[column].equals(nothing));
        }
        return empty;
    }

    private void title(String name) throws IOException {
        if (sections) {
            out.write(
                    (first ? "" : "\n")
                            + Character.toUpperCase(name.charAt(0))
                            + name.substring(1).replace('_', ' ')
                            + "\n");
            first = false;
        }
    }

    private static String heading(Column column) {
        return column.kind() == Column.Kind.BYTES ? column.name() + " (B)" : column.name();
    }

    private static String[] cells(List<Column> columns, @Nullable Object[] row) {
        String[] cells = new String[row.length];
        for (int i = 0; i < row.length; i++) {
            Column column = columns.get(i);
            cells[i] = row[i] == null ? column.nothing() : Values.human(column.kind(), row[i]);
        }
        return cells;
    }

    private static int[] widths(String[] header, List<String[]> rows, boolean[] hidden) {
        int[] widths = new int[header.length];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = hidden[i] ? HIDDEN : header[i].length();
            for (String[] row : rows) {
                widths[i] = hidden[i] ? HIDDEN : Math.max(widths[i], row[i].length());
            }
        }
        return widths;
    }

    private void line(List<Column> columns, String[] cells, int[] widths) throws IOException {
        line.setLength(0);
        for (int i = 0; i < cells.length; i++) {
            if (widths[i] != HIDDEN) {
                int padding = Math.max(0, widths[i] - cells[i].length());
                boolean right = columns.get(i).kind().isNumber();
                line.repeat(' ', right ? padding : 0)
                        .append(cells[i])
                        .repeat(' ', right ? 0 : padding)
                        .append(GAP);
            }
        }
        int length = line.length();
        while (length > 0 && Character.isWhitespace(line.charAt(length - 1))) {
            length--;
        }
        out.append(line, 0, length).append('\n');
    }

    @Override
    public void close() throws IOException {
        out.flush();
    }
}
