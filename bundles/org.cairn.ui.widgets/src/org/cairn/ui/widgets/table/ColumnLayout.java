package org.cairn.ui.widgets.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The order, widths and visibility of columns, which are known by their place in the list that the
 * table was made with. Kept as {@code id=width;-hidden=width}, in the order shown.
 */
final class ColumnLayout {
    /** The least and greatest widths, in pixels. */
    static final int LEAST = 24;

    static final int MOST = 4000;

    private static final String HIDDEN = "-";

    private final List<String> ids;
    private final int[] widths;
    private final Set<Integer> hidden = new HashSet<>();
    private final List<Integer> order = new ArrayList<>();

    /** All columns are shown in their own order. */
    ColumnLayout(List<String> ids, int[] widths) {
        this.ids = List.copyOf(ids);
        this.widths = widths.clone();
        if (ids.isEmpty() || Set.copyOf(ids).size() < ids.size() || widths.length != ids.size()) {
            throw new IllegalArgumentException("columns " + ids);
        }
        for (int column = 0; column < widths.length; column++) {
            order.add(column);
            setWidth(column, widths[column]);
        }
    }

    /** The columns that are shown, in their order. */
    int[] shown() {
        return order.stream()
                .filter(column -> !hidden.contains(column))
                .mapToInt(column -> column)
                .toArray();
    }

    /** The place of a column in the table's list. */
    int indexOf(String id) {
        int column = ids.indexOf(id);
        if (column < 0) {
            throw new IllegalArgumentException("no column " + id);
        }
        return column;
    }

    boolean isShown(int column) {
        return !hidden.contains(column);
    }

    /** Shows or hides a column. The last one that is shown stays; then the answer is false. */
    boolean setShown(int column, boolean isToBeShown) {
        if (isToBeShown) {
            return hidden.remove(column);
        }
        return hidden.size() < ids.size() - 1 && hidden.add(column);
    }

    int width(int column) {
        return widths[column];
    }

    void setWidth(int column, int pixels) {
        widths[column] = Math.clamp(pixels, LEAST, MOST);
    }

    /** The width of all columns that are shown. */
    int totalWidth() {
        int total = 0;
        for (int column : shown()) {
            total += widths[column];
        }
        return total;
    }

    /** Where a column that is shown begins. */
    int xOf(int column) {
        int x = 0;
        for (int other : shown()) {
            if (other == column) {
                return x;
            }
            x += widths[other];
        }
        throw new IllegalArgumentException(ids.get(column) + " is hidden");
    }

    /** The column at a place, or -1. */
    int columnAt(int x) {
        int left = 0;
        for (int column : shown()) {
            if (x >= left && x < left + widths[column]) {
                return column;
            }
            left += widths[column];
        }
        return -1;
    }

    /** The column whose right edge is within so many pixels of a place, or -1. */
    int edgeAt(int x, int near) {
        int found = -1;
        int right = 0;
        for (int column : shown()) {
            right += widths[column];
            if (Math.abs(x - right) <= near) {
                found = column;
            }
        }
        return found;
    }

    /**
     * Which place among the columns shown something dropped at x is meant for, 0 to their number.
     */
    int gapAt(int x) {
        int[] shown = shown();
        int left = 0;
        for (int place = 0; place < shown.length; place++) {
            int width = widths[shown[place]];
            if (x < left + width / 2) {
                return place;
            }
            left += width;
        }
        return shown.length;
    }

    /** Moves a column that is shown before the one that is now at a place among those shown. */
    boolean move(int column, int gap) {
        int[] shown = shown();
        if (gap < shown.length && shown[gap] == column) {
            return false;
        }
        List<Integer> before = List.copyOf(order);
        int successor = gap < shown.length ? shown[gap] : -1;
        order.remove(Integer.valueOf(column));
        order.add(successor < 0 ? order.size() : order.indexOf(successor), column);
        return !order.equals(before);
    }

    /** The text of this layout. */
    String write() {
        StringBuilder text = new StringBuilder();
        for (int column : order) {
            text.append(text.isEmpty() ? "" : ";").append(isShown(column) ? "" : HIDDEN);
            text.append(ids.get(column)).append('=').append(widths[column]);
        }
        return text.toString();
    }

    /**
     * Takes what can be understood of a text. Columns that it does not name keep their width and
     * come after the one that they follow in the table's own order.
     */
    void read(String text) {
        List<Integer> named = new ArrayList<>();
        Set<Integer> toBeHidden = new HashSet<>();
        for (String part : text.split(";")) {
            boolean isHidden = part.startsWith(HIDDEN);
            int equals = part.indexOf('=');
            int column =
                    ids.indexOf(
                            part.substring(isHidden ? 1 : 0, equals < 0 ? part.length() : equals));
            if (column < 0 || named.contains(column)) {
                continue;
            }
            named.add(column);
            if (isHidden) {
                toBeHidden.add(column);
            }
            String width = equals < 0 ? "" : part.substring(equals + 1);
            if (width.matches("\\d{1,9}")) {
                setWidth(column, Integer.parseInt(width));
            }
        }
        if (named.isEmpty()) {
            return;
        }
        for (int column = 0; column < ids.size(); column++) {
            if (!named.contains(column)) {
                named.add(named.indexOf(column - 1) + 1, column);
            }
        }
        order.clear();
        order.addAll(named);
        hidden.clear();
        if (toBeHidden.size() < ids.size()) {
            hidden.addAll(toBeHidden);
        }
    }
}
