package org.cairn.ui.internal.tables;

import org.cairn.memory.Addresses;
import org.cairn.store.StoreException;
import org.cairn.ui.Asker;
import org.cairn.ui.DumpSession;
import org.cairn.ui.Question;
import org.cairn.ui.internal.jobs.UiThread;
import org.cairn.ui.internal.look.Numbers;
import org.cairn.ui.internal.look.TextClipboard;
import org.cairn.ui.widgets.table.PagedTable;
import org.cairn.ui.widgets.table.RankRange;
import org.cairn.ui.widgets.table.TableColumn;
import org.eclipse.core.runtime.jobs.IJobChangeListener;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.jface.action.Action;
import org.eclipse.jface.action.IMenuManager;
import org.eclipse.jface.action.MenuManager;
import org.eclipse.jface.action.Separator;
import org.eclipse.jface.viewers.ArrayContentProvider;
import org.eclipse.jface.viewers.LabelProvider;
import org.eclipse.jface.window.Window;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.IViewSite;
import org.eclipse.ui.IWorkbenchActionConstants;
import org.eclipse.ui.IWorkbenchCommandConstants;
import org.eclipse.ui.contexts.IContextService;
import org.eclipse.ui.dialogs.ListSelectionDialog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** What people can do with the table of a view: its menus, and the commands behind them. */
final class TableActions<R> {
    private final TablePart<R> part;
    private final TableFrame<R> frame;
    private final IViewSite site;
    private final Asker copying = new Asker("rows for the clipboard");

    TableActions(TablePart<R> part, TableFrame<R> frame) {
        this.part = part;
        this.frame = frame;
        this.site = part.getViewSite();
    }

    /** Adds menus, handlers, keys and the selection to the view. */
    void contribute() {
        site.getService(IContextService.class).activateContext(TableCommands.CONTEXT);
        handle(IWorkbenchCommandConstants.EDIT_COPY, this::copy);
        handle(IWorkbenchCommandConstants.EDIT_SELECT_ALL, this::selectAll);
        handle(IWorkbenchCommandConstants.EDIT_FIND_AND_REPLACE, frame.bar()::edit);
        handle(TableCommands.COPY_CSV, this::copyCsv);
        handle(TableCommands.COPY_ADDRESS, this::copyAddress);
        TableCommands.handle(
                site,
                TableCommands.EXPORT,
                event -> exportAll(event.getParameter(TableCommands.EXPORT_FILE)));
        handle(TableCommands.EXPORT_SELECTION, this::exportSelection);
        handle(TableCommands.COLUMNS, this::chooseColumns);
        handle(TableCommands.RESET_COLUMNS, frame::resetColumns);
        handle(TableCommands.CLEAR_FILTERS, part::clearFilters);
        RowsSelected selected = new RowsSelected(frame.table());
        site.setSelectionProvider(selected);
        MenuManager menu = new MenuManager();
        menu.setRemoveAllWhenShown(true);
        menu.addMenuListener(this::fill);
        frame.table().setMenu(menu.createContextMenu(frame.table()));
        site.registerContextMenu(menu, selected);
        IMenuManager viewMenu = site.getActionBars().getMenuManager();
        viewMenu.add(new Separator(IWorkbenchActionConstants.MB_ADDITIONS));
        add(viewMenu, TableCommands.COLUMNS, TableCommands.RESET_COLUMNS);
        viewMenu.add(new Separator());
        add(viewMenu, TableCommands.CLEAR_FILTERS, TableCommands.EXPORT);
    }

    private void handle(String command, Runnable action) {
        TableCommands.handle(site, command, action);
    }

    private void add(IMenuManager menu, String... commands) {
        for (String command : commands) {
            menu.add(TableCommands.item(site, command));
        }
    }

    private void fill(IMenuManager menu) {
        DumpSession dump = part.shownDump();
        R row = focused();
        if (dump != null && row != null) {
            part.fillMenu(menu, dump, row);
            menu.add(new Separator());
            add(menu, IWorkbenchCommandConstants.EDIT_COPY, TableCommands.COPY_CSV);
            if (part.address(row).isPresent()) {
                add(menu, TableCommands.COPY_ADDRESS);
            }
            menu.add(new Separator());
        }
        if (frame.table().count() > 0) {
            add(menu, TableCommands.EXPORT);
            if (frame.table().selectedCount() > 0) {
                add(menu, TableCommands.EXPORT_SELECTION);
            }
            menu.add(new Separator());
        }
        MenuManager columns = new MenuManager("Columns");
        frame.table().columns().forEach(column -> columns.add(new Shown<>(frame.table(), column)));
        columns.add(new Separator());
        add(columns, TableCommands.RESET_COLUMNS);
        menu.add(columns);
        menu.add(new Separator(IWorkbenchActionConstants.MB_ADDITIONS));
    }

    private @Nullable R focused() {
        return frame.table().row(frame.table().focusedRow());
    }

    private void copy() {
        // The platform's own command is for the field, too, when it has the focus.
        if (frame.table().getDisplay().getFocusControl() instanceof Text field) {
            field.copy();
            return;
        }
        List<DataColumn<R>> columns = frame.shownColumns();
        copy(rows -> CopyText.tabbed(columns, rows));
    }

    private void copyCsv() {
        List<DataColumn<R>> columns = frame.shownColumns();
        copy(rows -> CopyText.csv(name(), columns, rows));
    }

    private void copy(Writing<R> writing) {
        DumpSession dump = part.shownDump();
        List<RankRange> ranges = frame.table().selection();
        long selected = frame.table().selectedCount();
        if (dump == null || selected == 0) {
            return;
        }
        if (selected > CopyText.MOST_ROWS) {
            frame.bar()
                    .error(
                            Numbers.grouped(selected)
                                    + " rows are too many for the clipboard, which takes "
                                    + Numbers.grouped(CopyText.MOST_ROWS)
                                    + "; export them instead.");
            return;
        }
        Question<RowCursor<R>> rows = frame.feed().rows(ranges);
        copying.ask(
                dump,
                progress -> writing.text(all(rows.answer(progress))),
                TextClipboard::put,
                frame.bar()::error);
    }

    private static <R> List<R> all(RowCursor<R> rows) throws StoreException {
        List<R> all = new ArrayList<>();
        for (R row = rows.next(); row != null; row = rows.next()) {
            all.add(row);
        }
        return all;
    }

    private void exportAll(@Nullable String file) {
        DumpSession dump = part.shownDump();
        if (dump != null) {
            part.allRows()
                    .ifPresent(
                            rows ->
                                    export(
                                            dump,
                                            rows,
                                            frame.table().count(),
                                            part.shownParquet(dump),
                                            file));
        }
    }

    private void exportSelection() {
        DumpSession dump = part.shownDump();
        long selected = frame.table().selectedCount();
        if (dump != null && selected > 0) {
            export(
                    dump,
                    frame.feed().rows(frame.table().selection()),
                    selected,
                    Optional.empty(),
                    null);
        }
    }

    private void export(
            DumpSession dump,
            Question<RowCursor<R>> rows,
            long count,
            Optional<Export> parquet,
            @Nullable String file) {
        List<FileFormat> formats =
                Stream.of(FileFormat.values())
                        .filter(format -> format.format().isPresent() || parquet.isPresent())
                        .toList();
        String chosen = file == null ? ask(dump, count, formats) : file;
        if (chosen == null) {
            return;
        }
        Optional<FileFormat> format = FileFormat.of(chosen).filter(formats::contains);
        if (format.isEmpty()) {
            frame.bar().error(chosen + " has no ending that names a format.");
            return;
        }
        Optional<Export> text =
                format.get()
                        .format()
                        .map(
                                form ->
                                        new TextExport<>(
                                                form, name(), frame.shownColumns(), count, rows));
        text.or(() -> parquet)
                .ifPresent(export -> start(dump, part.counted(count), Path.of(chosen), export));
    }

    /** Writes in the background; its failure is a dialog of the platform, its end a sentence. */
    private void start(DumpSession dump, String rows, Path target, Export export) {
        ExportJob job = new ExportJob(rows, dump, target, export);
        Display display = frame.table().getDisplay();
        job.addJobChangeListener(
                IJobChangeListener.onDone(
                        event -> {
                            if (event.getResult().isOK()) {
                                UiThread.later(display, () -> said(rows, target));
                            }
                        }));
        job.schedule();
    }

    private void said(String rows, Path target) {
        if (!frame.isDisposed()) {
            frame.bar().done(rows + " written to " + target.getFileName() + ".");
        }
    }

    /** Asks people for a file, which gets the ending of the chosen format where it has none. */
    private @Nullable String ask(DumpSession dump, long count, List<FileFormat> formats) {
        FileDialog dialog = new FileDialog(site.getShell(), SWT.SAVE);
        dialog.setText("Export " + part.counted(count));
        dialog.setOverwrite(true);
        dialog.setFilterNames(formats.stream().map(FileFormat::title).toArray(String[]::new));
        dialog.setFilterExtensions(
                formats.stream().map(FileFormat::pattern).toArray(String[]::new));
        dialog.setFileName(dump.name() + "-" + name() + FileFormat.CSV.ending());
        String chosen = dialog.open();
        if (chosen == null || FileFormat.of(chosen).filter(formats::contains).isPresent()) {
            return chosen;
        }
        return chosen + formats.get(Math.max(0, dialog.getFilterIndex())).ending();
    }

    private String name() {
        return part.title().toLowerCase(Locale.ROOT);
    }

    private void copyAddress() {
        R row = focused();
        OptionalLong address = row == null ? OptionalLong.empty() : part.address(row);
        address.ifPresent(known -> TextClipboard.put(Addresses.hex(known)));
    }

    private void selectAll() {
        if (frame.table().getDisplay().getFocusControl() instanceof Text field) {
            field.selectAll();
        } else {
            frame.table().selectAll();
        }
    }

    private void chooseColumns() {
        PagedTable<R> table = frame.table();
        ListSelectionDialog dialog =
                ListSelectionDialog.of(table.columns())
                        .contentProvider(ArrayContentProvider.getInstance())
                        .labelProvider(
                                new LabelProvider() {
                                    @Override
                                    @NonNullByDefault({})
                                    public String getText(Object element) {
                                        return ((TableColumn<?>) element).title();
                                    }
                                })
                        .title("Columns of " + part.title())
                        .message("Which columns are shown?")
                        .preselect(table.shownColumns().toArray())
                        .create(site.getShell());
        if (dialog.open() == Window.OK) {
            Set<Object> wanted = Set.copyOf(Arrays.asList(dialog.getResult()));
            table.columns().forEach(column -> show(column, wanted.contains(column)));
        }
    }

    private void show(TableColumn<R> column, boolean isShown) {
        frame.table().setColumnShown(column.id(), isShown);
    }

    /** Makes a text of rows, on a background thread. */
    @FunctionalInterface
    private interface Writing<R> {
        String text(List<R> rows) throws IOException;
    }

    /** Shows or hides a column. */
    private static final class Shown<R> extends Action {
        private final PagedTable<R> table;
        private final TableColumn<R> column;

        Shown(PagedTable<R> table, TableColumn<R> column) {
            super(column.title(), AS_CHECK_BOX);
            this.table = table;
            this.column = column;
            setChecked(table.isColumnShown(column.id()));
        }

        @Override
        public void run() {
            table.setColumnShown(column.id(), isChecked());
        }
    }
}
