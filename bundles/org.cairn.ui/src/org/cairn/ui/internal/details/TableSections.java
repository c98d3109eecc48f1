package org.cairn.ui.internal.details;

import org.cairn.analysis.table.Column;
import org.cairn.analysis.table.Column.Kind;
import org.cairn.analysis.table.Table;
import org.cairn.analysis.table.Values;
import org.cairn.ui.internal.details.Cell.Tone;
import org.eclipse.jdt.annotation.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Makes sections of tables: a form of one row, else columns. */
final class TableSections {
    /** More rows than this are not shown, only said to be there. */
    static final int MOST_ROWS = 200;

    private static final Pattern BYTES = Pattern.compile("[0-9a-fA-F]{2}([ 0-9a-fA-F]{2,})?");
    private static final List<String> BYTE_COLUMNS =
            List.of("raw", "bytes", "evidence", "expected", "actual");

    private TableSections() {}

    /**
     * Reads a table and closes it: a form when it has one row.
     *
     * @param title for people
     * @param source the table
     * @return the section; without rows when the table has none
     * @throws IOException when the table cannot be read
     */
    static Section of(String title, Table source) throws IOException {
        try (Table table = source) {
            List<@Nullable Object[]> values = read(table);
            return values.size() == 1
                    ? form(title, table.columns(), values.get(0))
                    : columns(title, table.columns(), values);
        }
    }

    /**
     * The same with the name of the table as its title.
     *
     * @param source the table
     * @return the section; without rows when the table has none
     * @throws IOException when the table cannot be read
     */
    static Section of(Table source) throws IOException {
        return of(title(source.name()), source);
    }

    /**
     * Reads a table and closes it: columns, also for one row.
     *
     * @param title for people
     * @param source the table
     * @return the section; without rows when the table has none
     * @throws IOException when the table cannot be read
     */
    static Section columns(String title, Table source) throws IOException {
        try (Table table = source) {
            return columns(title, table.columns(), read(table));
        }
    }

    /**
     * The same with some of the columns.
     *
     * @param title for people
     * @param source the table
     * @param names of the columns that are shown
     * @return the section; without rows when the table has none
     * @throws IOException when the table cannot be read
     */
    static Section columns(String title, Table source, List<String> names) throws IOException {
        try (Table table = source) {
            int[] shown =
                    IntStream.range(0, table.columns().size())
                            .filter(i -> names.contains(table.columns().get(i).name()))
                            .toArray();
            List<@Nullable Object[]> rows = new ArrayList<>();
            for (@Nullable Object[] row : read(table)) {
                @Nullable Object[] some = new @Nullable Object[shown.length];
                for (int i = 0; i < shown.length; i++) {
                    some[i] = row[shown[i]];
                }
                rows.add(some);
            }
            return columns(
                    title, IntStream.of(shown).mapToObj(table.columns()::get).toList(), rows);
        }
    }

    /** The first rows, and one more to tell that there are more. */
    private static List<@Nullable Object[]> read(Table table) throws IOException {
        List<@Nullable Object[]> values = new ArrayList<>();
        @Nullable Object @Nullable [] row = table.next();
        while (row != null && values.size() <= MOST_ROWS) {
            values.add(row);
            row = table.next();
        }
        return values;
    }

    private static Section form(String title, List<Column> columns, @Nullable Object[] row) {
        Section.Form form = new Section.Form(title);
        for (int i = 0; i < columns.size(); i++) {
            form.add(words(columns.get(i).name()), cell(columns.get(i), row[i]));
        }
        return form.end();
    }

    private static Section columns(
            String title, List<Column> columns, List<@Nullable Object[]> values) {
        List<List<Cell>> rows = new ArrayList<>();
        for (@Nullable Object[] row : values.subList(0, Math.min(values.size(), MOST_ROWS))) {
            List<Cell> cells = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                cells.add(cell(columns.get(i), row[i]));
            }
            rows.add(cells);
        }
        Section section =
                new Section(
                        title, columns.stream().map(column -> words(column.name())).toList(), rows);
        return values.size() > MOST_ROWS
                ? section.with(Cell.muted("and more, not shown"))
                : section;
    }

    /** A value as people read it. */
    static Cell cell(Column column, @Nullable Object value) {
        String text = Values.human(column.kind(), value);
        if (column.kind() == Kind.ADDRESS && value instanceof Long address) {
            return Cell.address(address);
        }
        if (column.kind() == Kind.BYTES && !text.isEmpty()) {
            return Cell.of(text + " B");
        }
        if (BYTE_COLUMNS.contains(column.name()) && BYTES.matcher(text).matches()) {
            return Cell.fixed(text);
        }
        return new Cell(text, tone(column, text), null);
    }

    private static Tone tone(Column column, String text) {
        if (!column.name().equals("severity")) {
            return Tone.PLAIN;
        }
        return switch (text) {
            case "error" -> Tone.ERROR;
            case "warning" -> Tone.WARNING;
            default -> Tone.MUTED;
        };
    }

    private static String title(String name) {
        String words = words(name);
        return words.isEmpty()
                ? words
                : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static String words(String name) {
        return name.replace('_', ' ');
    }
}
