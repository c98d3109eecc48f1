package org.cairn.ui.internal.memory;

import org.cairn.memory.Addresses;
import org.cairn.store.Store;
import org.cairn.system.ProcessImage;
import org.cairn.ui.Asker;
import org.cairn.ui.DumpSession;
import org.cairn.ui.MemoryRendering;
import org.cairn.ui.Place;
import org.cairn.ui.internal.look.Look;
import org.cairn.ui.widgets.Request;
import org.cairn.ui.widgets.hex.ByteSelection;
import org.cairn.ui.widgets.table.PagedTable;
import org.cairn.ui.widgets.table.TableColumn;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;

import java.util.List;
import java.util.Optional;

/** Memory as pointers: each word with what it points to. */
public final class PointersRendering implements MemoryRendering {
    private static final int ADDRESS_WIDTH = 18;
    private static final int KIND_WIDTH = 8;
    private static final int TARGET_WIDTH = 60;

    private final Asker scope = new Asker("the segment around an address");
    private @Nullable PagedTable<PointerRow> table;
    private @Nullable DumpSession dump;
    private @Nullable ProcessImage process;
    private Optional<Store> store = Optional.empty();
    private @Nullable ByteSelection range;
    private boolean following;

    @Override
    public Control create(Composite parent) {
        PagedTable<PointerRow> created = new PagedTable<>(parent, SWT.SINGLE, columns());
        created.setAccessibleName("Pointers");
        Look look = Look.ofWorkbench();
        look.follow(created, () -> created.setPalette(look.tablePalette()));
        created.onSelect((_, row) -> chosen(row));
        created.onActivate((_, row) -> follow(row));
        table = created;
        return created;
    }

    private static List<TableColumn<PointerRow>> columns() {
        return List.of(
                TableColumn.<PointerRow>of(
                                "address",
                                "Address",
                                ADDRESS_WIDTH,
                                row -> Addresses.hex(row.address()))
                        .monospaced()
                        .unsorted(),
                TableColumn.<PointerRow>of(
                                "value", "Value", ADDRESS_WIDTH, PointersRendering::value)
                        .monospaced()
                        .unsorted()
                        .coloured(PointerRow::role),
                TableColumn.<PointerRow>of("kind", "Kind", KIND_WIDTH, PointerRow::kind).unsorted(),
                TableColumn.<PointerRow>of("target", "Points to", TARGET_WIDTH, PointerRow::target)
                        .unsorted()
                        .coloured(PointerRow::role));
    }

    private static String value(PointerRow row) {
        return row.value().isPresent() ? Addresses.hex(row.value().getAsLong()) : "";
    }

    @Override
    public void show(DumpSession shown, ProcessImage image, Place place) {
        if (place.address().isEmpty()) {
            return;
        }
        long address = place.address().getAsLong();
        ByteSelection known = range;
        boolean other = shown != dump || image != process || !shown.store().equals(store);
        dump = shown;
        process = image;
        store = shown.store();
        if (!other && known != null && known.contains(address)) {
            reveal(address);
            return;
        }
        scope.ask(
                shown,
                progress -> MemoryScope.around(shown, image, address, progress),
                found -> fill(shown, image, found, address),
                this::say);
    }

    private void fill(DumpSession shown, ProcessImage image, ByteSelection found, long address) {
        PagedTable<PointerRow> rows = table;
        if (rows == null || rows.isDisposed()) {
            return;
        }
        int size = image.architecture().pointerSize();
        long start = found.first() & -size;
        long words = Long.divideUnsigned(found.last() - start, size) + 1;
        range = new ByteSelection(start, found.last());
        following = true;
        rows.setSource(new PointerRows(shown, image, start), words);
        following = false;
        reveal(address);
    }

    private void reveal(long address) {
        PagedTable<PointerRow> rows = table;
        ByteSelection known = range;
        ProcessImage image = process;
        if (rows == null || known == null || image == null) {
            return;
        }
        long rank =
                Long.divideUnsigned(address - known.first(), image.architecture().pointerSize());
        if (rank != rows.focusedRow()) {
            following = true;
            rows.reveal(rank, true);
            following = false;
        }
    }

    private void chosen(@Nullable PointerRow row) {
        DumpSession shown = dump;
        if (row != null && shown != null && !following && !isAt(row, shown.places().now())) {
            shown.places().goToAddress(row.address());
        }
    }

    /** A revealed row is told of later, when it has come: that is no choice of the user. */
    private boolean isAt(PointerRow row, Place place) {
        ProcessImage image = process;
        return image != null
                && place.address().isPresent()
                && Long.compareUnsigned(
                                place.address().getAsLong() - row.address(),
                                image.architecture().pointerSize())
                        < 0;
    }

    private void follow(@Nullable PointerRow row) {
        DumpSession shown = dump;
        if (row != null && shown != null && !row.kind().isEmpty() && row.value().isPresent()) {
            shown.places().goToAddress(row.value().getAsLong());
        }
    }

    private void say(String reason) {
        PagedTable<PointerRow> rows = table;
        if (rows != null && !rows.isDisposed()) {
            rows.setMessage(reason);
        }
    }

    @Override
    public void clear() {
        scope.cancel();
        dump = null;
        process = null;
        store = Optional.empty();
        range = null;
        PagedTable<PointerRow> rows = table;
        if (rows != null) {
            rows.setSource(
                    (_, _, answer) -> {
                        answer.rows(List.of());
                        return Request.DONE;
                    },
                    0);
        }
    }

    @Override
    public Optional<String> selectedText() {
        PagedTable<PointerRow> rows = table;
        PointerRow row = rows == null ? null : rows.row(rows.focusedRow());
        return row == null
                ? Optional.empty()
                : Optional.of(
                        Addresses.hex(row.address()) + "\t" + value(row) + "\t" + row.target());
    }
}
