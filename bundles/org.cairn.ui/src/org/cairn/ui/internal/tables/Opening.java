package org.cairn.ui.internal.tables;

import org.cairn.analysis.filter.Filter;
import org.cairn.memory.Progress;
import org.cairn.store.Store;
import org.cairn.store.StoreException;
import org.cairn.store.TableQuery.Order;
import org.cairn.ui.internal.tables.TablePart.Wish;
import org.eclipse.jdt.annotation.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The opening of the rows of a scope. It is done on a background thread; what was found out on the
 * way is read on the UI thread afterwards.
 */
final class Opening<R> {
    private final TablePart<R> part;
    private final Store from;
    private final Scope scope;
    private final Optional<String> typed;
    private final Optional<Order> order;
    private volatile Found found;

    /** What was found out. */
    private record Found(Scope scope, Filter filter, ScopeNames names) {}

    Opening(
            TablePart<R> part,
            Store from,
            Scope scope,
            Optional<String> typed,
            Optional<Order> order) {
        this.part = part;
        this.from = from;
        this.scope = scope;
        this.typed = typed;
        this.order = order;
        this.found = new Found(scope, Filter.NONE, ScopeNames.NONE);
    }

    Pages<R> open(Progress progress) throws StoreException {
        Filter filter = part.filter(from, typed.map(List::of).orElse(scope.terms()));
        Scope understood =
                scope.withTerms(typed.isPresent() ? Filters.terms(filter) : scope.terms());
        found = new Found(understood, filter, ScopeNames.read(from, understood, progress));
        return part.rows(from, new Wish(understood, order, filter), progress);
    }

    /** The rows that were opened. */
    Wish wish() {
        return new Wish(understood(), order, filter());
    }

    /** All rows once more, apart from those that are shown. */
    RowCursor<R> rows(Progress progress) throws StoreException {
        Pages<R> pages = part.rows(from, wish(), progress);
        try {
            return new Own<>(pages, pages.rows(progress));
        } catch (StoreException | RuntimeException failure) {
            pages.close();
            throw failure;
        }
    }

    /** Rows with pages of their own. */
    private record Own<R>(Pages<R> pages, RowCursor<R> rows) implements RowCursor<R> {
        @Override
        public @Nullable R next() throws StoreException {
            return rows.next();
        }

        @Override
        public void close() {
            rows.close();
            pages.close();
        }
    }

    Store from() {
        return from;
    }

    Optional<String> typed() {
        return typed;
    }

    Scope understood() {
        return found.scope();
    }

    Filter filter() {
        return found.filter();
    }

    ScopeNames names() {
        return found.names();
    }

    /** By what the rows are ordered. */
    String by() {
        return order.map(
                        chosen ->
                                " by " + chosen.column().replace('_', ' ').toLowerCase(Locale.ROOT))
                .orElse("");
    }
}
