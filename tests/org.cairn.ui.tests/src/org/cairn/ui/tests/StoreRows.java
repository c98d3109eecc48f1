package org.cairn.ui.tests;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;
import org.cairn.store.Rows;
import org.cairn.store.StoreException;
import org.cairn.ui.DumpSession;
import org.cairn.ui.driver.Found;
import org.cairn.ui.widgets.table.PagedTable;
import org.cairn.ui.widgets.table.RankRange;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What the store says, in SQL, to be compared with what is on the screen. */
final class StoreRows {
    private static final String[] COLUMNS = {
        "address", "size", "state", "kind", "owner", "user_address", "user_size", "heap", "flags"
    };

    private final DumpSession session;

    StoreRows(DumpSession session) {
        this.session = session;
    }

    /** One number. */
    long number(String sql) {
        return Long.parseLong(texts(sql).getFirst());
    }

    /** The first column of all rows. */
    List<String> texts(String sql) {
        List<String> texts = new ArrayList<>();
        try (Rows rows = session.store().orElseThrow().query(Progress.NONE, sql)) {
            while (rows.next()) {
                texts.add(rows.text(0));
            }
        } catch (StoreException failure) {
            throw new AssertionError(failure);
        }
        return texts;
    }

    /** Compares all rows that can be seen with a query on the view {@code blocks}. */
    void compare(Found<PagedTable<?>> table, String where, String order) {
        table.waitFor("all visible rows", StoreRows::isFilled);
        RankRange seen = Objects.requireNonNull(table.read(PagedTable::visibleRows));
        List<List<String>> expected = blocks(where, order, seen);
        for (long rank = seen.first(); rank <= seen.last(); rank++) {
            assertThat(row(table, rank))
                    .as("row " + rank)
                    .isEqualTo(expected.get((int) (rank - seen.first())));
        }
    }

    private static boolean isFilled(PagedTable<?> table) {
        RankRange seen = table.visibleRows();
        if (seen == null) {
            return false;
        }
        for (long rank = seen.first(); rank <= seen.last(); rank++) {
            if (table.row(rank) == null) {
                return false;
            }
        }
        return true;
    }

    private static List<String> row(Found<PagedTable<?>> table, long rank) {
        List<String> cells = new ArrayList<>();
        for (String column : COLUMNS) {
            cells.add(table.read(shown -> String.valueOf(shown.rowText(rank, column))));
        }
        return cells;
    }

    private List<List<String>> blocks(String where, String order, RankRange range) {
        String sql =
                "select address, size, state, kind, coalesce(owner, ''), user_address, user_size,"
                        + " heap, flags from blocks"
                        + (where.isEmpty() ? "" : " where " + where)
                        + " order by "
                        + order
                        + " limit "
                        + range.size()
                        + " offset "
                        + range.first();
        List<List<String>> expected = new ArrayList<>();
        try (Rows rows = session.store().orElseThrow().query(Progress.NONE, sql)) {
            while (rows.next()) {
                expected.add(
                        List.of(
                                Addresses.hex(rows.number(0)),
                                "%,d".formatted(rows.number(1)),
                                rows.text(2),
                                rows.text(3),
                                rows.text(4),
                                Addresses.hex(rows.number(5)),
                                "%,d".formatted(rows.number(6)),
                                Addresses.hex(rows.number(7)),
                                rows.text(8)));
            }
        } catch (StoreException failure) {
            throw new AssertionError(failure);
        }
        return expected;
    }
}
