package org.cairn.ui.internal.tables;

import org.cairn.analysis.filter.Filter;
import org.cairn.memory.Progress;
import org.cairn.store.BlockView;
import org.cairn.store.Store;
import org.cairn.store.StoreException;
import org.cairn.store.TableQuery.Order;
import org.cairn.ui.DumpSession;
import org.cairn.ui.DumpView;
import org.cairn.ui.Place;
import org.cairn.ui.Question;
import org.cairn.ui.internal.look.Numbers;
import org.cairn.ui.widgets.table.PagedTable;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.jface.action.IMenuManager;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.ui.IMemento;
import org.eclipse.ui.IViewSite;
import org.eclipse.ui.PartInitException;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A view with a table of any number of rows, which follows the place, and leads to other places
 * when a row is chosen.
 *
 * @param <R> a row
 */
public abstract class TablePart<R> extends DumpView {
    private static final int SETTLE_MILLIS = 160;
    private static final String LAYOUT = "columns";
    private static final String SORTED = "sorted";
    private static final String DESCENDING = "descending";
    private static final String BETWEEN_NOTES = "   \u00b7   ";

    private @Nullable TableFrame<R> frame;
    private @Nullable Settling choosing;
    private @Nullable IMemento memento;
    private Optional<Order> order = Optional.empty();
    private @Nullable Store store;
    private @Nullable Scope asked;
    private @Nullable Opening<R> shown;
    private String note = "";
    private OptionalLong followed = OptionalLong.empty();
    private long awaited = -1;
    private boolean isFollowing;

    /**
     * Rows in order.
     *
     * @param scope which rows
     * @param order the order; empty for the usual one
     * @param filter the terms of the scope, understood
     */
    public record Wish(Scope scope, Optional<Order> order, Filter filter) {}

    /** The name of the view, a plural. */
    protected abstract String title();

    /** What can be typed into the filter. */
    protected abstract String hint();

    /** The columns. */
    protected abstract List<DataColumn<R>> columns();

    /** How one row is called, and how several are. */
    protected abstract String counted(long rows);

    /** What a place asks for. */
    protected abstract Scope scope(Place place);

    /** Understands what was typed, on a background thread. */
    protected abstract Filter filter(Store from, List<String> terms) throws StoreException;

    /** Opens the rows, on a background thread. */
    protected abstract Pages<R> rows(Store from, Wish wish, Progress progress)
            throws StoreException;

    /** Keeps terms that were found good. */
    protected abstract void keepTerms(DumpSession dump, List<String> terms);

    /** What is to be selected at a place, by which {@link Pages#rowOf} knows it. */
    protected abstract OptionalLong key(Place place);

    /** By what a row is known. */
    protected abstract OptionalLong keyOf(R row);

    /** Goes where a row leads. */
    protected abstract void choose(DumpSession dump, R row);

    /** The view that a double click, or Enter, leads to. */
    protected abstract String target();

    /** The address that a row is about. */
    protected abstract OptionalLong address(R row);

    /** Adds what can be done with a row to the menu. */
    protected abstract void fillMenu(IMenuManager menu, DumpSession dump, R row);

    /** Says that what is chosen elsewhere is not among the rows. */
    protected abstract String hiddenNote();

    /** Says what there is to say of an empty table. */
    protected abstract String emptyMessage(Scope scope);

    /** Called when the rows of a scope are shown, to look further into them. */
    protected abstract void rowsShown(DumpSession dump, Store from, Scope scope, Filter filter);

    @Override
    @NonNullByDefault({})
    public void init(IViewSite site, IMemento kept) throws PartInitException {
        super.init(site, kept);
        memento = kept;
    }

    @Override
    protected void createControls(Composite parent) {
        TableFrame<R> made = new TableFrame<>(parent, title(), hint(), columns());
        frame = made;
        choosing = new Settling(made.table(), SETTLE_MILLIS);
        IMemento kept = memento;
        if (kept != null) {
            restore(made.table(), kept);
        }
        made.bar().onApply(this::typed);
        made.table().onSelect(this::selected);
        made.table().onActivate((_, _) -> PartAction.show(getSite(), "", target()).run());
        made.table().onSort(this::sorted);
        new TableActions<>(this, made).contribute();
    }

    private void restore(PagedTable<R> table, IMemento kept) {
        String layout = kept.getString(LAYOUT);
        if (layout != null) {
            table.setColumnLayout(layout);
        }
        String column = kept.getString(SORTED);
        if (column != null
                && table.columns().stream().anyMatch(known -> known.id().equals(column))) {
            order =
                    Optional.of(
                            new Order(column, Boolean.TRUE.equals(kept.getBoolean(DESCENDING))));
            table.setSort(column, order.get().descending());
        }
    }

    @Override
    @NonNullByDefault({})
    public void saveState(IMemento kept) {
        TableFrame<R> known = frame;
        if (known == null) {
            if (memento != null) {
                kept.putMemento(memento);
            }
            return;
        }
        kept.putString(LAYOUT, known.table().columnLayout());
        order.ifPresent(
                by -> {
                    kept.putString(SORTED, by.column());
                    kept.putBoolean(DESCENDING, by.descending());
                });
    }

    /** The dump that is shown, for the menus. */
    final @Nullable DumpSession shownDump() {
        return dump();
    }

    /** The order that people chose. */
    protected final Optional<Order> order() {
        return order;
    }

    /** The table. */
    protected final PagedTable<R> table() {
        return frame().table();
    }

    /** Where controls can be put above the table, beside the filter. */
    protected final Composite head() {
        return frame().head();
    }

    /** The controls. */
    final TableFrame<R> frame() {
        TableFrame<R> made = frame;
        if (made == null) {
            throw new IllegalStateException("the view has no controls yet");
        }
        return made;
    }

    /** The decoded blocks, when there are some. */
    protected final Optional<Store> store() {
        Store known = store;
        return known == null ? Optional.empty() : Optional.of(known);
    }

    /** How to read all rows that are on screen, if there are some. */
    final Optional<Question<RowCursor<R>>> allRows() {
        Opening<R> known = shown;
        return known == null ? Optional.empty() : Optional.of(known::rows);
    }

    @Override
    protected void showDump(@Nullable DumpSession dump) {
        Optional<Store> decoded = dump == null ? Optional.empty() : dump.store();
        Store next = decoded.isPresent() ? decoded.get() : null;
        if (next != null && next == store) {
            return;
        }
        store = next;
        asked = null;
        followed = OptionalLong.empty();
        if (next == null) {
            shown = null;
            frame().feed().clear();
            frame().bar().showChips(List.of());
            frame().bar().error("");
            frame().status("");
            setNote("");
            frame().table().setMessage(DumpWords.of(dump));
        }
    }

    @Override
    protected void showPlace(DumpSession dump, Place place) {
        if (store == null) {
            return;
        }
        Scope wanted = scope(place);
        if (!wanted.equals(asked)) {
            show(dump, wanted, Optional.empty(), true);
        } else if (!key(place).equals(followed)) {
            follow(dump);
        }
    }

    /** Shows other rows, or the same in another order. */
    private void show(DumpSession dump, Scope scope, Optional<String> typed, boolean isToFollow) {
        Store from = store;
        if (from == null) {
            return;
        }
        if (typed.isEmpty()) {
            asked = scope;
        }
        Opening<R> opening = new Opening<>(this, from, scope, typed, order);
        frame().table().setMessage("Asking\u2026");
        frame().feed()
                .show(
                        dump,
                        opening::open,
                        rows -> "Ordering " + counted(rows) + opening.by(),
                        new Feedback(dump, opening, isToFollow));
    }

    /** How to write all rows that are on screen to a Parquet file, if that is possible. */
    final Optional<Export> shownParquet(DumpSession dump) {
        Opening<R> known = shown;
        return known == null ? Optional.empty() : parquet(dump, known.wish());
    }

    /**
     * How to write rows to a Parquet file.
     *
     * @param dump the dump
     * @param wish which rows
     * @return empty when only text can be written
     */
    protected Optional<Export> parquet(DumpSession dump, Wish wish) {
        return Optional.empty();
    }

    /** Shows the rows again, as after a change of what {@link #scope} depends on. */
    protected final void showAgain() {
        DumpSession dump = dump();
        if (dump != null) {
            showPlace(dump, dump.places().now());
        }
    }

    private void typed(String text) {
        DumpSession dump = dump();
        if (dump != null && store != null) {
            show(dump, scope(dump.places().now()), Optional.of(text), false);
        }
    }

    private void sorted(String column, boolean descending) {
        order = Optional.of(new Order(column, descending));
        DumpSession dump = dump();
        Scope present = asked;
        if (dump != null && present != null) {
            show(dump, present, Optional.empty(), false);
        }
    }

    /** Ends all filters. */
    final void clearFilters() {
        DumpSession dump = dump();
        if (dump != null) {
            keepTerms(dump, List.of());
            clearScope(dump);
        }
    }

    /** Ends all filters but the terms. */
    protected abstract void clearScope(DumpSession dump);

    private void follow(DumpSession dump) {
        OptionalLong key = key(dump.places().now());
        followed = key;
        frame().bar().error("");
        if (key.isEmpty()) {
            frame().feed().stopFinding();
            return;
        }
        PagedTable<R> table = frame().table();
        R focused = table.row(table.focusedRow());
        if (focused != null && keyOf(focused).equals(key)) {
            return;
        }
        frame().feed().find(dump, key.getAsLong(), this::found, frame().bar()::error);
    }

    private void found(OptionalLong row) {
        if (row.isEmpty()) {
            frame().bar().note(hiddenNote(), "Clear the filters", this::clearFilters);
            frame().table().clearSelection();
            return;
        }
        PagedTable<R> table = frame().table();
        isFollowing = true;
        table.reveal(row.getAsLong(), true);
        isFollowing = false;
        awaited = table.row(row.getAsLong()) == null ? row.getAsLong() : -1;
    }

    private void selected(long rank, @Nullable R row) {
        showStatus();
        if (isFollowing || row == null) {
            return;
        }
        boolean isAnswer = rank == awaited;
        awaited = -1;
        DumpSession dump = dump();
        Settling settling = choosing;
        if (!isAnswer && dump != null && settling != null) {
            settling.now(() -> goTo(dump, row));
        }
    }

    private void goTo(DumpSession dump, R row) {
        if (dump == dump()) {
            followed = keyOf(row);
            choose(dump, row);
        }
    }

    private void setNote(String partial) {
        note = partial;
        frame().table().setNote(partial);
    }

    private void showStatus() {
        PagedTable<R> table = frame().table();
        long selected = table.selectedCount();
        frame().status(
                        summary()
                                + (selected > 1
                                        ? BETWEEN_NOTES + Numbers.grouped(selected) + " selected"
                                        : ""));
    }

    /** What is shown, in a few words. */
    protected String summary() {
        return store == null ? "" : counted(frame().table().count());
    }

    /** Shows {@link #summary} again. */
    protected final void summaryChanged() {
        if (!frame().isDisposed()) {
            showStatus();
        }
    }

    /** Ends the filter for a kind. */
    protected abstract void clearKind();

    @Override
    public void setFocus() {
        frame().table().setFocus();
    }

    /** Ends what filters rows. */
    private final class Ends implements ScopeChips.Ends {
        private final DumpSession dump;

        Ends(DumpSession dump) {
            this.dump = dump;
        }

        @Override
        public void heap() {
            dump.places().go(place -> place.withoutSegment().withoutHeap());
        }

        @Override
        public void segment() {
            dump.places().go(Place::withoutSegment);
        }

        @Override
        public void owner() {
            dump.places().go(Place::withoutOwner);
        }

        @Override
        public void kind() {
            clearKind();
        }

        @Override
        public void terms(List<String> rest) {
            keepTerms(dump, rest);
        }
    }

    /** Takes what becomes of a wish. */
    private final class Feedback implements TableFeed.Listener {
        private final DumpSession dump;
        private final Opening<R> opening;
        private final boolean isToFollow;

        Feedback(DumpSession dump, Opening<R> opening, boolean isToFollow) {
            this.dump = dump;
            this.opening = opening;
            this.isToFollow = isToFollow;
        }

        @Override
        public void shown() {
            Scope scope = opening.understood();
            shown = opening;
            asked = scope;
            frame().bar().error("");
            if (opening.typed().isEmpty()) {
                frame().bar().setText(Filters.text(scope.terms()));
            }
            frame().bar().showChips(ScopeChips.of(scope, opening.names(), new Ends(dump)));
            frame().table().setMessage(emptyMessage(scope));
            setNote(opening.names().partial());
            rowsShown(dump, opening.from(), scope, opening.filter());
            if (opening.typed().isPresent()) {
                keepTerms(dump, scope.terms());
            }
        }

        @Override
        public void counted(long rows) {
            showStatus();
            if (isToFollow) {
                follow(dump);
            }
        }

        @Override
        public void failed(String reason) {
            frame().bar().error(reason);
            frame().table().setMessage(reason);
        }

        @Override
        public void orderCancelled() {
            String words =
                    "The order of all rows was not made: only the first "
                            + Numbers.grouped(BlockView.FIRST_ROWS)
                            + " can be shown. Sort again to make it.";
            setNote(note.isEmpty() ? words : note + BETWEEN_NOTES + words);
        }
    }
}
