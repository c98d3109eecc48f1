package org.cairn.ui.widgets.table;

import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.accessibility.Accessible;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleControlAdapter;
import org.eclipse.swt.accessibility.AccessibleControlEvent;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.accessibility.AccessibleTableAdapter;
import org.eclipse.swt.accessibility.AccessibleTableEvent;

import java.util.StringJoiner;

/**
 * What a table says to people who cannot see it: its name, its size, and the focused row in words.
 */
final class TableAccess<R> {
    private final PagedTable<R> table;
    private final TableState<R> state;

    TableAccess(PagedTable<R> table, TableState<R> state) {
        this.table = table;
        this.state = state;
    }

    void listen() {
        Accessible accessible = table.getAccessible();
        accessible.addAccessibleListener(new Names());
        accessible.addAccessibleControlListener(new Roles());
        accessible.addAccessibleTableListener(new Sizes());
        table.onSelect(
                (rank, row) ->
                        accessible.sendEvent(
                                ACC.EVENT_DESCRIPTION_CHANGED, new Object[] {"", focused()}));
    }

    /** The focused row: its place and, if it is there, its cells with their titles. */
    private String focused() {
        long rank = state.selection.focus();
        if (rank == RowSelection.NONE) {
            return state.viewport.count() == 0 ? state.message : "";
        }
        StringJoiner words = new StringJoiner(", ");
        words.add("Row " + (rank + 1) + " of " + state.viewport.count());
        for (int column : state.layout.shown()) {
            String text = state.text(rank, column);
            if (text != null && !text.isEmpty()) {
                words.add(state.columns.get(column).title() + " " + text);
            }
        }
        return words.toString();
    }

    private static int cut(long number) {
        return (int) Math.min(number, Integer.MAX_VALUE);
    }

    @NonNullByDefault({})
    private final class Names extends AccessibleAdapter {
        @Override
        public void getName(AccessibleEvent event) {
            event.result = table.accessibleName();
        }

        @Override
        public void getDescription(AccessibleEvent event) {
            event.result = focused();
        }
    }

    @NonNullByDefault({})
    private final class Roles extends AccessibleControlAdapter {
        @Override
        public void getRole(AccessibleControlEvent event) {
            event.detail = ACC.ROLE_TABLE;
        }

        @Override
        public void getState(AccessibleControlEvent event) {
            event.detail = ACC.STATE_FOCUSABLE | (state.hasFocus ? ACC.STATE_FOCUSED : 0);
        }

        @Override
        public void getValue(AccessibleControlEvent event) {
            event.result = focused();
        }
    }

    @NonNullByDefault({})
    private final class Sizes extends AccessibleTableAdapter {
        @Override
        public void getRowCount(AccessibleTableEvent event) {
            event.count = cut(state.viewport.count());
        }

        @Override
        public void getColumnCount(AccessibleTableEvent event) {
            event.count = state.layout.shown().length;
        }

        @Override
        public void getSelectedRowCount(AccessibleTableEvent event) {
            event.count = cut(state.selection.size());
        }

        @Override
        public void getColumnDescription(AccessibleTableEvent event) {
            int[] shown = state.layout.shown();
            if (event.column >= 0 && event.column < shown.length) {
                event.result = state.columns.get(shown[event.column]).title();
            }
        }

        @Override
        public void isRowSelected(AccessibleTableEvent event) {
            event.isSelected = state.selection.contains(event.row);
        }
    }
}
