package org.cairn.ui.internal.owners;

import org.cairn.analysis.filter.Filter;
import org.cairn.memory.Progress;
import org.cairn.store.Rows;
import org.cairn.store.Store;
import org.cairn.store.StoreException;
import org.cairn.store.TableQuery;
import org.cairn.ui.Asker;
import org.cairn.ui.DumpSession;
import org.cairn.ui.Place;
import org.cairn.ui.ViewIds;
import org.cairn.ui.internal.look.Numbers;
import org.cairn.ui.internal.tables.DataColumn;
import org.cairn.ui.internal.tables.Filters;
import org.cairn.ui.internal.tables.Pages;
import org.cairn.ui.internal.tables.PartAction;
import org.cairn.ui.internal.tables.RowPages;
import org.cairn.ui.internal.tables.Scope;
import org.cairn.ui.internal.tables.TablePart;
import org.cairn.ui.widgets.AccessibleName;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.jface.action.IMenuManager;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The view of owners: who holds how much, in the dump or in one heap. */
public final class OwnersView extends TablePart<OwnerRow> {
    private static final String ALL_KINDS = "All kinds";

    private final Asker asking = new Asker("the kinds of owner");
    private @Nullable Combo kinds;
    private @Nullable Store known;
    private Optional<String> kind = Optional.empty();
    private List<String> terms = List.of();

    @Override
    protected void createControls(Composite parent) {
        super.createControls(parent);
        Composite head = head();
        ((GridLayout) head.getLayout()).numColumns = 2;
        Combo made = new Combo(head, SWT.READ_ONLY | SWT.DROP_DOWN);
        GridData data = new GridData(SWT.END, SWT.TOP, false, false);
        data.verticalIndent = 1;
        data.horizontalIndent = 4;
        made.setLayoutData(data);
        made.moveAbove(null);
        AccessibleName.set(made, "Kind of owner");
        made.setItems(ALL_KINDS);
        made.select(0);
        made.addListener(SWT.Selection, _ -> kindChosen(made));
        kinds = made;
    }

    @Override
    protected void showDump(@Nullable DumpSession dump) {
        super.showDump(dump);
        if (dump == null) {
            asking.cancel();
            known = null;
            kind = Optional.empty();
            fill(List.of());
        }
    }

    private void kindChosen(Combo combo) {
        kind = combo.getSelectionIndex() <= 0 ? Optional.empty() : Optional.of(combo.getText());
        showAgain();
    }

    @Override
    protected void clearKind() {
        kind = Optional.empty();
        Combo combo = kinds;
        if (combo != null) {
            combo.select(0);
        }
        showAgain();
    }

    @Override
    protected String title() {
        return "Owners";
    }

    @Override
    protected String hint() {
        return "bytes > 1m, text";
    }

    @Override
    protected List<DataColumn<OwnerRow>> columns() {
        return OwnerTable.columns();
    }

    @Override
    protected String counted(long rows) {
        return Numbers.counted(rows, "owner", "owners");
    }

    @Override
    protected Scope scope(Place place) {
        return Scope.inHeap(place).ofKind(kind).withTerms(terms);
    }

    @Override
    protected Filter filter(Store from, List<String> typed) throws StoreException {
        return Filters.of(typed, from, TableQuery.OWNERS);
    }

    @Override
    protected Pages<OwnerRow> rows(Store from, Wish wish, Progress progress) throws StoreException {
        TableQuery query = OwnerQuery.of(wish.scope(), wish.filter().where());
        return new RowPages<>(from.table(wish.ordered(query)), OwnerRow::of, OwnerQuery::condition);
    }

    @Override
    protected void rowsShown(DumpSession dump, Store from, Scope scope, Filter filter) {
        if (from != known) {
            known = from;
            asking.ask(dump, progress -> kinds(from, progress), this::fill, _ -> fill(List.of()));
        }
    }

    private static List<String> kinds(Store from, Progress progress) throws StoreException {
        List<String> all = new ArrayList<>();
        try (Rows rows = from.query(progress, OwnerQuery.KINDS)) {
            while (rows.next()) {
                all.add(rows.text(0));
            }
        }
        return all;
    }

    private void fill(List<String> found) {
        Combo combo = kinds;
        if (combo == null || combo.isDisposed()) {
            return;
        }
        List<String> items = new ArrayList<>(List.of(ALL_KINDS));
        items.addAll(found);
        combo.setItems(items.toArray(String[]::new));
        int chosen = kind.isPresent() ? items.indexOf(kind.get()) : 0;
        combo.select(Math.max(0, chosen));
        combo.getParent().layout(true);
        if (chosen < 0) {
            clearKind();
        }
    }

    @Override
    protected void keepTerms(DumpSession dump, List<String> typed) {
        terms = typed;
        showAgain();
    }

    @Override
    protected void clearScope(DumpSession dump) {
        clearKind();
        dump.places().go(place -> place.withoutSegment().withoutHeap());
    }

    @Override
    protected OptionalLong key(Place place) {
        OptionalInt owner = place.owner();
        if (owner.isPresent()) {
            return OptionalLong.of(owner.getAsInt());
        }
        return place.block().isPresent()
                ? OptionalLong.of(place.block().get().ownerId())
                : OptionalLong.empty();
    }

    @Override
    protected OptionalLong keyOf(OwnerRow row) {
        return OptionalLong.of(row.id());
    }

    @Override
    protected void choose(DumpSession dump, OwnerRow row) {
        dump.places().go(place -> place.atOwner(row.id()));
    }

    @Override
    protected String target() {
        return ViewIds.BLOCKS;
    }

    @Override
    protected OptionalLong address(OwnerRow row) {
        return OptionalLong.empty();
    }

    @Override
    protected String hiddenNote() {
        return "The owner is hidden by the filters.";
    }

    @Override
    protected String emptyMessage(Scope scope) {
        return scope.terms().isEmpty() && scope.kind().isEmpty()
                ? "No owners are known."
                : "No owner passes the filters.";
    }

    @Override
    protected void fillMenu(IMenuManager menu, DumpSession dump, OwnerRow row) {
        menu.add(PartAction.show(getSite(), "Show Blocks", ViewIds.BLOCKS));
        if (!row.kind().isEmpty()) {
            menu.add(
                    PartAction.of(
                            "Only Kind " + row.kind(),
                            () -> {
                                kind = Optional.of(row.kind());
                                Combo combo = kinds;
                                if (combo != null) {
                                    combo.setText(row.kind());
                                }
                                showAgain();
                            }));
        }
    }
}
