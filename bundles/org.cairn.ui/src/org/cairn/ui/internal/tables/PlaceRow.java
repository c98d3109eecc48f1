package org.cairn.ui.internal.tables;

import org.cairn.ui.DumpSession;
import org.cairn.ui.widgets.table.PagedTable;
import org.eclipse.jdt.annotation.Nullable;

import java.util.OptionalLong;

/** Leads from the place to its row, and from the row that people choose to its place. */
final class PlaceRow<R> {
    private static final int SETTLE_MILLIS = 160;

    private final TablePart<R> part;
    private final TableFrame<R> frame;
    private final Settling choosing;
    private OptionalLong followed = OptionalLong.empty();
    private long awaited = -1;
    private boolean isFollowing;

    PlaceRow(TablePart<R> part, TableFrame<R> frame) {
        this.part = part;
        this.frame = frame;
        choosing = new Settling(frame.table(), SETTLE_MILLIS);
    }

    /** Forgets which place was followed. */
    void forget() {
        followed = OptionalLong.empty();
    }

    /** Follows the place of a dump unless that was done already. */
    void followNew(DumpSession dump) {
        if (!part.key(dump.places().now()).equals(followed)) {
            follow(dump);
        }
    }

    /** Selects the row of the place, or says that it is not among the rows. */
    void follow(DumpSession dump) {
        OptionalLong key = part.key(dump.places().now());
        followed = key;
        frame.bar().error("");
        if (key.isEmpty()) {
            frame.feed().stopFinding();
            return;
        }
        PagedTable<R> table = frame.table();
        R focused = table.row(table.focusedRow());
        if (focused != null && part.keyOf(focused).equals(key)) {
            return;
        }
        frame.feed().find(dump, key.getAsLong(), this::found, frame.bar()::error);
    }

    private void found(OptionalLong row) {
        PagedTable<R> table = frame.table();
        if (row.isEmpty()) {
            frame.bar().note(part.hiddenNote(), "Clear the filters", part::clearFilters);
            table.clearSelection();
            return;
        }
        isFollowing = true;
        table.reveal(row.getAsLong(), true);
        isFollowing = false;
        awaited = table.row(row.getAsLong()) == null ? row.getAsLong() : -1;
    }

    /** Goes where a row leads that was selected, unless it was selected to follow the place. */
    void selected(long rank, @Nullable R row) {
        if (isFollowing || row == null) {
            return;
        }
        boolean isAnswer = rank == awaited;
        awaited = -1;
        DumpSession dump = part.shownDump();
        if (!isAnswer && dump != null) {
            choosing.now(() -> goTo(dump, row));
        }
    }

    private void goTo(DumpSession dump, R row) {
        if (dump == part.shownDump()) {
            followed = part.keyOf(row);
            frame.bar().error("");
            part.choose(dump, row);
        }
    }
}
