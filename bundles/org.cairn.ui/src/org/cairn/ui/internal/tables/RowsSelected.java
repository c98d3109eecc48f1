package org.cairn.ui.internal.tables;

import org.cairn.ui.widgets.table.PagedTable;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.jface.viewers.ISelection;
import org.eclipse.jface.viewers.ISelectionChangedListener;
import org.eclipse.jface.viewers.ISelectionProvider;
import org.eclipse.jface.viewers.SelectionChangedEvent;
import org.eclipse.jface.viewers.StructuredSelection;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Tells the workbench of the row that has the focus in a table. Further selected rows need not be
 * there, and are not told of.
 */
final class RowsSelected implements ISelectionProvider {
    private final PagedTable<?> table;
    private final List<ISelectionChangedListener> listeners = new CopyOnWriteArrayList<>();

    RowsSelected(PagedTable<?> table) {
        this.table = table;
        table.onSelect((_, _) -> tell());
    }

    private void tell() {
        SelectionChangedEvent event = new SelectionChangedEvent(this, getSelection());
        listeners.forEach(listener -> listener.selectionChanged(event));
    }

    @Override
    public ISelection getSelection() {
        Object row = table.isDisposed() ? null : table.row(table.focusedRow());
        return row == null ? StructuredSelection.EMPTY : new StructuredSelection(row);
    }

    @Override
    @NonNullByDefault({})
    public void setSelection(ISelection selection) {
        if (selection == null || selection.isEmpty()) {
            table.clearSelection();
        }
    }

    @Override
    @NonNullByDefault({})
    public void addSelectionChangedListener(ISelectionChangedListener listener) {
        listeners.add(listener);
    }

    @Override
    @NonNullByDefault({})
    public void removeSelectionChangedListener(ISelectionChangedListener listener) {
        listeners.remove(listener);
    }
}
