package org.cairn.ui.widgets.table;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Event;

/** What keys do with rows. */
final class RowKeys<R> {
    private final PagedTable<R> table;
    private final TableState<R> state;
    private final boolean isMany;

    RowKeys(PagedTable<R> table, TableState<R> state, boolean isMany) {
        this.table = table;
        this.state = state;
        this.isMany = isMany;
    }

    void listen() {
        table.addListener(SWT.KeyDown, this::key);
        table.addListener(SWT.Traverse, RowKeys::traverse);
    }

    private static void traverse(Event event) {
        event.doit =
                switch (event.detail) {
                    case SWT.TRAVERSE_TAB_NEXT, SWT.TRAVERSE_TAB_PREVIOUS, SWT.TRAVERSE_ESCAPE ->
                            true;
                    default -> false;
                };
    }

    private void key(Event event) {
        if (state.viewport.count() == 0) {
            return;
        }
        long focus = state.selection.focus();
        boolean isFresh = focus == RowSelection.NONE;
        long from = isFresh ? state.viewport.top() : focus;
        int page = Math.max(1, state.viewport.page() - 1);
        boolean isCommand = (event.stateMask & SWT.MOD1) != 0;
        switch (event.keyCode) {
            case SWT.ARROW_UP -> go(isFresh ? from : from - 1, event);
            case SWT.ARROW_DOWN -> go(isFresh ? from : from + 1, event);
            case SWT.PAGE_UP -> go(from - page, event);
            case SWT.PAGE_DOWN -> go(from + page, event);
            case SWT.HOME -> go(0, event);
            case SWT.END -> go(state.viewport.count() - 1, event);
            case SWT.ARROW_LEFT -> table.scrollSideways(-1);
            case SWT.ARROW_RIGHT -> table.scrollSideways(1);
            case SWT.CR, SWT.KEYPAD_CR -> table.activate();
            case ' ' -> space(from, isCommand);
            case 'a' -> {
                if (isCommand && isMany) {
                    table.selectAll();
                }
            }
            default -> {
                return;
            }
        }
    }

    private void go(long wanted, Event event) {
        long rank = Math.clamp(wanted, 0, state.viewport.count() - 1);
        boolean isArrow = event.keyCode == SWT.ARROW_UP || event.keyCode == SWT.ARROW_DOWN;
        if (isMany && (event.stateMask & SWT.SHIFT) != 0) {
            state.selection.extendTo(rank);
        } else if (isMany && isArrow && (event.stateMask & SWT.MOD1) != 0) {
            state.selection.moveFocus(rank);
        } else {
            state.selection.only(rank);
        }
        table.reveal(rank, false);
        table.selectionChanged();
    }

    private void space(long rank, boolean isCommand) {
        if (isMany && isCommand) {
            state.selection.toggle(rank);
        } else {
            state.selection.only(rank);
        }
        table.selectionChanged();
    }
}
