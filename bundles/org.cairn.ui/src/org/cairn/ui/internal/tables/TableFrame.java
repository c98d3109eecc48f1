package org.cairn.ui.internal.tables;

import org.cairn.ui.internal.look.Look;
import org.cairn.ui.internal.look.Shade;
import org.cairn.ui.widgets.AccessibleName;
import org.cairn.ui.widgets.table.PagedTable;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;

import java.util.List;

/**
 * The controls of a view with a table: the filter above, a line below that says how much is shown.
 *
 * @param <R> a row
 */
final class TableFrame<R> {
    private final Composite all;
    private final Composite head;
    private final FilterBar bar;
    private final PagedTable<R> table;
    private final Label status;
    private final TableFeed<R> feed;
    private final List<DataColumn<R>> columns;
    private final String firstLayout;

    TableFrame(Composite parent, String name, String hint, List<DataColumn<R>> columns) {
        this.columns = columns;
        Look look = Look.ofWorkbench();
        all = new Composite(parent, SWT.NONE);
        GridLayout layout = new GridLayout(1, false);
        layout.marginWidth = 0;
        layout.marginHeight = 0;
        layout.verticalSpacing = 0;
        all.setLayout(layout);
        head = new Composite(all, SWT.NONE);
        GridLayout beside = new GridLayout(1, false);
        beside.marginWidth = 0;
        beside.marginHeight = 0;
        beside.horizontalSpacing = 0;
        head.setLayout(beside);
        head.setLayoutData(new GridData(SWT.FILL, SWT.TOP, true, false));
        bar = new FilterBar(head, look, name + " filter", hint);
        bar.setLayoutData(new GridData(SWT.FILL, SWT.TOP, true, false));
        table = new PagedTable<>(all, SWT.MULTI, columns.stream().map(DataColumn::shown).toList());
        table.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        table.setAccessibleName(name);
        firstLayout = table.columnLayout();
        resetColumns();
        status = new Label(all, SWT.NONE);
        GridData line = new GridData(SWT.FILL, SWT.BOTTOM, true, false);
        line.horizontalIndent = 6;
        line.verticalIndent = 2;
        status.setLayoutData(line);
        AccessibleName.set(status, name + " count");
        feed = new TableFeed<>(table);
        bar.onLeave(table::setFocus);
        look.follow(
                table,
                () -> {
                    table.setPalette(look.tablePalette());
                    status.setForeground(look.color(Shade.MUTED));
                    all.layout(true, true);
                });
    }

    /** Shows the columns as they were at first. */
    void resetColumns() {
        table.setColumnLayout(firstLayout);
        columns.forEach(
                column -> table.setColumnShown(column.shown().id(), !column.isHiddenAtFirst()));
    }

    /** Puts a control before the filter; it is made by the caller in {@link #head}. */
    Composite head() {
        return head;
    }

    FilterBar bar() {
        return bar;
    }

    PagedTable<R> table() {
        return table;
    }

    TableFeed<R> feed() {
        return feed;
    }

    List<DataColumn<R>> columns() {
        return columns;
    }

    /** The columns that are shown, in the order that they are shown in. */
    List<DataColumn<R>> shownColumns() {
        return table.shownColumns().stream()
                .map(
                        shown ->
                                columns.stream()
                                        .filter(column -> column.shown().id().equals(shown.id()))
                                        .findFirst()
                                        .orElseThrow())
                .toList();
    }

    /** Says how much is shown. */
    void status(String words) {
        if (!status.isDisposed() && !status.getText().equals(words)) {
            status.setText(words);
        }
    }

    boolean isDisposed() {
        return table.isDisposed();
    }
}
