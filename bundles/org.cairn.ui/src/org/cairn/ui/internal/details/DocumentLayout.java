package org.cairn.ui.internal.details;

import org.cairn.ui.internal.details.Cell.Tone;
import org.cairn.ui.internal.details.Document.Line;
import org.cairn.ui.internal.details.Document.Span;
import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Lays sections out as one text for a width: forms in two columns, tables in columns if there is
 * room for them, else each row as a form of its own.
 */
final class DocumentLayout {
    private static final String GAP = "   ";
    private static final int WIDEST_NAME_PERCENT = 45;
    private static final int PERCENT = 100;

    private final Measure measure;
    private final int width;
    private final int gap;
    private final StringBuilder text = new StringBuilder();
    private final List<Span> spans = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();

    /** Tells how wide texts are. */
    @FunctionalInterface
    interface Measure {
        /** The width of a text in pixels. */
        int of(String text, Tone tone);
    }

    private DocumentLayout(Measure measure, int width) {
        this.measure = measure;
        this.width = width;
        this.gap = measure.of(GAP, Tone.PLAIN);
    }

    /** Lays sections out; those without rows are left out. */
    static Document of(List<Section> sections, Measure measure, int width) {
        DocumentLayout layout = new DocumentLayout(measure, width);
        for (Section section : sections) {
            if (!section.rows().isEmpty()) {
                layout.add(section);
            }
        }
        return new Document(layout.text.toString(), layout.spans, layout.lines);
    }

    private void add(Section section) {
        if (!lines.isEmpty()) {
            end(Line.PLAIN);
        }
        span(section.title(), Tone.PLAIN, true, null);
        end(Line.TITLE);
        if (section.isForm()) {
            form(section.rows());
        } else {
            table(section);
        }
    }

    private void form(List<List<Cell>> rows) {
        int names =
                rows.stream()
                        .filter(row -> row.size() > 1)
                        .mapToInt(row -> width(row.get(0)))
                        .max()
                        .orElse(0);
        int stop = Math.min(names + gap, width * WIDEST_NAME_PERCENT / PERCENT);
        for (List<Cell> row : rows) {
            cell(row.get(0));
            if (row.size() > 1) {
                text.append('\t');
                cell(row.get(1));
            }
            end(row.size() > 1 ? new Line(false, List.of(stop)) : Line.PLAIN);
        }
    }

    private void table(Section section) {
        List<List<Cell>> rows =
                section.rows().stream()
                        .filter(row -> row.size() == section.headings().size())
                        .toList();
        List<Integer> columns =
                IntStream.range(0, section.headings().size())
                        .filter(i -> rows.stream().anyMatch(row -> !row.get(i).text().isEmpty()))
                        .boxed()
                        .toList();
        List<Integer> stops = new ArrayList<>();
        int end = 0;
        for (int column : columns) {
            stops.add(end);
            end +=
                    gap
                            + Math.max(
                                    measure.of(section.headings().get(column), Tone.MUTED),
                                    rows.stream()
                                            .mapToInt(row -> width(row.get(column)))
                                            .max()
                                            .orElse(0));
        }
        if (end - gap <= width || columns.size() < 2) {
            columns(section.headings(), rows, columns, stops);
        } else {
            cards(section.headings(), rows, columns);
        }
        section.rows().stream()
                .filter(row -> row.size() != section.headings().size())
                .forEach(
                        row -> {
                            cell(row.get(0));
                            end(Line.PLAIN);
                        });
    }

    private void columns(
            List<String> headings,
            List<List<Cell>> rows,
            List<Integer> columns,
            List<Integer> stops) {
        Line line = new Line(false, stops.subList(Math.min(1, stops.size()), stops.size()));
        if (columns.stream().anyMatch(i -> !headings.get(i).isEmpty())) {
            row(columns.stream().map(i -> Cell.muted(headings.get(i))).toList());
            end(line);
        }
        for (List<Cell> row : rows) {
            row(columns.stream().map(row::get).toList());
            end(line);
        }
    }

    private void row(List<Cell> cells) {
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) {
                text.append('\t');
            }
            cell(cells.get(i));
        }
    }

    /** Each row as its first two cells and, in a line below, all others with their headings. */
    private void cards(List<String> headings, List<List<Cell>> rows, List<Integer> columns) {
        int first = columns.get(0);
        int names = rows.stream().mapToInt(row -> width(row.get(first))).max().orElse(0);
        int stop = Math.min(names + gap, width * WIDEST_NAME_PERCENT / PERCENT);
        Line line = new Line(false, List.of(stop));
        Line below = new Line(false, List.of(2 * gap));
        for (List<Cell> row : rows) {
            cell(row.get(first));
            text.append(width(row.get(first)) + gap > stop ? GAP : "\t");
            cell(row.get(columns.get(1)));
            end(line);
            String before = "\t";
            for (int column : columns.subList(2, columns.size())) {
                if (!row.get(column).text().isEmpty()) {
                    text.append(before);
                    if (!headings.get(column).isEmpty()) {
                        span(headings.get(column) + " ", Tone.MUTED, false, null);
                    }
                    cell(row.get(column));
                    before = GAP;
                }
            }
            if (!before.equals("\t")) {
                end(below);
            }
        }
    }

    private int width(Cell cell) {
        return measure.of(cell.text(), cell.tone());
    }

    private void cell(Cell cell) {
        span(cell.text().replaceAll("[\r\n\t]+", " "), cell.tone(), false, cell.link());
    }

    private void span(String words, Tone tone, boolean title, @Nullable Link link) {
        if (!words.isEmpty() && (tone != Tone.PLAIN || title || link != null)) {
            spans.add(new Span(text.length(), words.length(), tone, title, link));
        }
        text.append(words);
    }

    private void end(Line line) {
        text.append('\n');
        lines.add(line);
    }
}
