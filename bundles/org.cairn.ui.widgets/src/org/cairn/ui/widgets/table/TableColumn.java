package org.cairn.ui.widgets.table;

import org.eclipse.jdt.annotation.Nullable;

import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/**
 * A column of a {@link PagedTable}.
 *
 * @param <R> a row
 * @param id letters, digits, dots, underscores and hyphens, not beginning with a hyphen; stands in
 *     a kept layout
 * @param title what the header says
 * @param tooltip what the column is, or empty
 * @param width at first, in characters, at least 1
 * @param right whether the text is aligned to the right, as numbers are
 * @param fixed whether the monospaced font is used
 * @param sortable whether a click on the header sorts
 * @param text what a cell says
 * @param role how a cell's text is coloured
 * @param share what part of the cell a bar fills, 0 to 1, or null for no bars
 */
public record TableColumn<R>(
        String id,
        String title,
        String tooltip,
        int width,
        boolean right,
        boolean fixed,
        boolean sortable,
        Function<? super R, String> text,
        Function<? super R, Role> role,
        @Nullable ToDoubleFunction<? super R> share) {
    private static final Pattern ID = Pattern.compile("[\\w.][\\w.-]*");

    /** How a text is coloured. */
    public enum Role {
        /** The table's foreground. */
        NORMAL,
        /** Of less interest. */
        MUTED,
        /** Suspicious. */
        WARNING,
        /** Wrong. */
        ERROR
    }

    /**
     * Checks the identifier and the width.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public TableColumn {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("not an identifier: " + id);
        }
        if (width < 1) {
            throw new IllegalArgumentException("width " + width);
        }
    }

    /** A sortable column of text, aligned to the left. */
    public static <R> TableColumn<R> of(
            String id, String title, int width, Function<? super R, String> text) {
        return new TableColumn<>(
                id, title, "", width, false, false, true, text, row -> Role.NORMAL, null);
    }

    /** The same with an explanation. */
    public TableColumn<R> explained(String words) {
        return new TableColumn<>(
                id, title, words, width, right, fixed, sortable, text, role, share);
    }

    /** The same aligned to the right. */
    public TableColumn<R> toTheRight() {
        return new TableColumn<>(
                id, title, tooltip, width, true, fixed, sortable, text, role, share);
    }

    /** The same in the monospaced font. */
    public TableColumn<R> monospaced() {
        return new TableColumn<>(
                id, title, tooltip, width, right, true, sortable, text, role, share);
    }

    /** The same without sorting. */
    public TableColumn<R> unsorted() {
        return new TableColumn<>(id, title, tooltip, width, right, fixed, false, text, role, share);
    }

    /** The same with texts coloured by their role. */
    public TableColumn<R> coloured(Function<? super R, Role> roles) {
        return new TableColumn<>(
                id, title, tooltip, width, right, fixed, sortable, text, roles, share);
    }

    /** The same with a bar behind the text; 0 to 1, anything else is cut. */
    public TableColumn<R> withBar(ToDoubleFunction<? super R> shares) {
        return new TableColumn<>(
                id, title, tooltip, width, right, fixed, sortable, text, role, shares);
    }
}
