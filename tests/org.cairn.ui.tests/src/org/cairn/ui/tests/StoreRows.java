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
import java.util.stream.Collectors;

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
        RankRange seen = seen(table);
        compare(table, seen, blocks(where, order, seen.first(), seen.size()));
    }

    /**
     * Compares the same where an order of all rows would take too much: the first row that can be
     * seen has its rank when as many come before it; those after it are the next ones.
     *
     * @param columns by which the rows are ordered, ascending, without equal ones
     */
    void compareFarDown(Found<PagedTable<?>> table, String where, List<String> columns) {
        RankRange seen = seen(table);
        String first =
                columns.stream()
                        .map(column -> cell(table, seen.first(), column).replace(",", ""))
                        .collect(Collectors.joining(", ", "(", ")"));
        String order = String.join(", ", columns);
        String condition = where.isEmpty() ? "" : " and " + where;
        assertThat(
                        number(
                                "select count(*) from block where (%s) < %s%s"
                                        .formatted(order, first, condition)))
                .as("rows before " + first)
                .isEqualTo(seen.first());
        String after = "(%s) >= %s%s".formatted(order, first, condition);
        compare(table, seen, blocks(after, order, 0, seen.size()));
    }

    private static RankRange seen(Found<PagedTable<?>> table) {
        table.waitFor("all visible rows", StoreRows::isFilled);
        return Objects.requireNonNull(table.read(PagedTable::visibleRows));
    }

    private static void compare(
            Found<PagedTable<?>> table, RankRange seen, List<List<String>> expected) {
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
            cells.add(cell(table, rank, column));
        }
        return cells;
    }

    private static String cell(Found<PagedTable<?>> table, long rank, String column) {
        return table.read(shown -> String.valueOf(shown.rowText(rank, column)));
    }

    private List<List<String>> blocks(String where, String order, long first, long count) {
        String sql =
                "select address, size, state, kind, coalesce(owner, ''), user_address, user_size,"
                        + " heap, flags from blocks"
                        + (where.isEmpty() ? "" : " where " + where)
                        + " order by "
                        + order
                        + " limit "
                        + count
                        + " offset "
                        + first;
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
