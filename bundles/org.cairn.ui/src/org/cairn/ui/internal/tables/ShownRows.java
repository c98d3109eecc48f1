package org.cairn.ui.internal.tables;

import org.cairn.store.BlockView;
import org.cairn.store.Store;
import org.cairn.ui.DumpSession;
import org.cairn.ui.Place;
import org.cairn.ui.internal.look.Numbers;
import org.cairn.ui.widgets.table.PagedTable;
import org.eclipse.jdt.annotation.Nullable;

import java.util.List;
import java.util.Optional;

/** Which rows of which store the table of a view shows, and what is said of them. */
final class ShownRows<R> {
    private static final String BETWEEN_NOTES = "   \u00b7   ";

    private final TablePart<R> part;
    private final TableFrame<R> frame;
    private final TableState state;
    private final PlaceRow<R> place;
    private @Nullable Store store;
    private @Nullable Scope asked;
    private @Nullable Opening<R> shown;
    private String note = "";

    ShownRows(TablePart<R> part, TableFrame<R> frame, TableState state) {
        this.part = part;
        this.frame = frame;
        this.state = state;
        place = new PlaceRow<>(part, frame);
        frame.bar().onApply(this::typed);
        frame.table().onSelect(this::selected);
        frame.table().onSort(this::sorted);
    }

    TableFrame<R> frame() {
        return frame;
    }

    boolean hasStore() {
        return store != null;
    }

    /** The rows that are on screen, if there are some. */
    Optional<Opening<R>> shown() {
        Opening<R> known = shown;
        return known == null ? Optional.empty() : Optional.of(known);
    }

    /** Shows the store of a dump, or that there is none. */
    void use(@Nullable DumpSession dump) {
        Optional<Store> decoded = dump == null ? Optional.empty() : dump.store();
        Store next = decoded.isPresent() ? decoded.get() : null;
        if (next != null && next == store) {
            return;
        }
        store = next;
        asked = null;
        place.forget();
        if (next == null) {
            shown = null;
            frame.feed().clear();
            frame.bar().showChips(List.of());
            frame.bar().setText("");
            frame.bar().error("");
            frame.status("");
            setNote("");
            frame.table().setMessage(DumpWords.of(dump));
        }
    }

    /** Shows what a place asks for. */
    void show(DumpSession dump, Place now) {
        if (store == null) {
            return;
        }
        Scope wanted = part.scope(now);
        if (!wanted.equals(asked)) {
            show(dump, wanted, Optional.empty(), true);
        } else {
            place.followNew(dump);
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
        Opening<R> opening = new Opening<>(part, from, scope, typed, state.order());
        frame.table().setMessage("Asking\u2026");
        frame.feed()
                .show(
                        dump,
                        opening::open,
                        rows -> "Ordering " + part.counted(rows) + opening.by(),
                        new Feedback(dump, opening, isToFollow));
    }

    private void typed(String text) {
        DumpSession dump = part.shownDump();
        if (dump != null && store != null) {
            show(dump, part.scope(dump.places().now()), Optional.of(text), false);
        }
    }

    private void sorted(String column, boolean descending) {
        state.order(column, descending);
        DumpSession dump = part.shownDump();
        Scope present = asked;
        if (dump != null && present != null) {
            show(dump, present, Optional.empty(), false);
        }
    }

    private void selected(long rank, @Nullable R row) {
        showStatus();
        place.selected(rank, row);
    }

    private void setNote(String partial) {
        note = partial;
        frame.table().setNote(partial);
    }

    /** Says below the table how much it shows. */
    void showStatus() {
        PagedTable<R> table = frame.table();
        if (!table.isDisposed()) {
            long selected = table.selectedCount();
            frame.status(
                    part.summary()
                            + (selected > 1
                                    ? BETWEEN_NOTES + Numbers.grouped(selected) + " selected"
                                    : ""));
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
            frame.bar().error("");
            if (opening.typed().isEmpty()) {
                frame.bar().setText(Filters.text(scope.terms()));
            }
            frame.bar()
                    .showChips(ScopeChips.of(scope, opening.names(), new FilterEnds(part, dump)));
            frame.table().setMessage(part.emptyMessage(scope));
            setNote(opening.names().partial());
            part.rowsShown(dump, opening.from(), scope, opening.filter());
            if (opening.typed().isPresent()) {
                part.keepTerms(dump, scope.terms());
            }
        }

        @Override
        public void counted(long rows) {
            showStatus();
            if (isToFollow) {
                place.follow(dump);
            }
        }

        @Override
        public void failed(String reason) {
            frame.bar().error(reason);
            frame.table().setMessage(reason);
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
