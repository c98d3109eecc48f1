package org.cairn.ui.internal.tables;

import org.cairn.analysis.filter.Filter;
import org.cairn.memory.Progress;
import org.cairn.store.Store;
import org.cairn.store.StoreException;
import org.cairn.store.TableQuery;
import org.cairn.store.TableQuery.Order;
import org.cairn.ui.DumpSession;
import org.cairn.ui.DumpView;
import org.cairn.ui.Place;
import org.cairn.ui.Question;
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
    private TableState state = new TableState(null);
    private @Nullable ShownRows<R> content;

    /**
     * Rows in order.
     *
     * @param scope which rows
     * @param order the order; empty for the usual one
     * @param filter the terms of the scope, understood
     */
    public record Wish(Scope scope, Optional<Order> order, Filter filter) {
        /**
         * A query in the order that is wished.
         *
         * @param query in its usual order
         * @return the query
         */
        public TableQuery ordered(TableQuery query) {
            return order.map(by -> query.orderedBy(by.column(), by.descending())).orElse(query);
        }
    }

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
        state = new TableState(kept);
    }

    @Override
    protected void createControls(Composite parent) {
        TableFrame<R> frame = new TableFrame<>(parent, title(), hint(), columns());
        state.restore(frame.table());
        frame.table().onActivate((_, _) -> PartAction.show(getSite(), "", target()).run());
        content = new ShownRows<>(this, frame, state);
        new TableActions<>(this, frame).contribute();
    }

    @Override
    @NonNullByDefault({})
    public void saveState(IMemento kept) {
        ShownRows<R> known = content;
        if (known == null) {
            state.saveAgain(kept);
        } else {
            state.save(kept, known.frame().table());
        }
    }

    private ShownRows<R> content() {
        ShownRows<R> made = content;
        if (made == null) {
            throw new IllegalStateException("the view has no controls yet");
        }
        return made;
    }

    /** The dump that is shown, for the menus. */
    final @Nullable DumpSession shownDump() {
        return dump();
    }

    /** The table. */
    protected final PagedTable<R> table() {
        return content().frame().table();
    }

    /** Where controls can be put above the table, beside the filter. */
    protected final Composite head() {
        return content().frame().head();
    }

    /** How to read all rows that are on screen, if there are some. */
    final Optional<Question<RowCursor<R>>> allRows() {
        return content().shown().map(opening -> opening::rows);
    }

    /** How to write all rows that are on screen to a Parquet file, if that is possible. */
    final Optional<Export> shownParquet(DumpSession dump) {
        return content().shown().flatMap(opening -> parquet(dump, opening.wish()));
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

    @Override
    protected void showDump(@Nullable DumpSession dump) {
        content().use(dump);
    }

    @Override
    protected void showPlace(DumpSession dump, Place place) {
        content().show(dump, place);
    }

    /** Shows the rows again, as after a change of what {@link #scope} depends on. */
    protected final void showAgain() {
        DumpSession dump = dump();
        if (dump != null) {
            showPlace(dump, dump.places().now());
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

    /** Ends the filter for a kind. */
    protected abstract void clearKind();

    /** What is shown, in a few words. */
    protected String summary() {
        return content().hasStore() ? counted(table().count()) : "";
    }

    /** Shows {@link #summary} again. */
    protected final void summaryChanged() {
        content().showStatus();
    }

    @Override
    public void setFocus() {
        table().setFocus();
    }
}
