package org.cairn.ui.internal.details;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A part of the view with a title.
 *
 * @param title for people
 * @param headings of the columns; empty for a form, whose rows are a name and a value
 * @param rows as many cells each as there are headings; one or two in a form
 */
record Section(String title, List<String> headings, List<List<Cell>> rows) {
    /** A section without rows, which is not shown. */
    static final Section EMPTY = new Section("", List.of(), List.of());

    /** Keeps copies of the lists. */
    Section {
        headings = List.copyOf(headings);
        rows = List.copyOf(rows);
    }

    boolean isForm() {
        return headings.isEmpty();
    }

    /** A table whose columns need no headings. */
    static Section untitled(String title, int columns, List<List<Cell>> rows) {
        return new Section(title, Collections.nCopies(columns, ""), rows);
    }

    /** A title with one sentence. */
    static Section saying(String title, String sentence) {
        return new Section(title, List.of(), List.of(List.of(Cell.of(sentence))));
    }

    /** The same with a sentence at its end. */
    Section with(Cell sentence) {
        List<List<Cell>> more = new ArrayList<>(rows);
        more.add(List.of(sentence));
        return new Section(title, headings, more);
    }

    /** Names and values, without those that have none. */
    static final class Form {
        private final String title;
        private final List<List<Cell>> rows = new ArrayList<>();

        Form(String title) {
            this.title = title;
        }

        Form add(String name, Cell value) {
            if (!value.text().isEmpty()) {
                rows.add(List.of(Cell.muted(name), value));
            }
            return this;
        }

        Form add(String name, String value) {
            return add(name, Cell.of(value));
        }

        /** A sentence over the whole width. */
        Form say(Cell sentence) {
            if (!sentence.text().isEmpty()) {
                rows.add(List.of(sentence));
            }
            return this;
        }

        Section end() {
            return new Section(title, List.of(), rows);
        }
    }
}
