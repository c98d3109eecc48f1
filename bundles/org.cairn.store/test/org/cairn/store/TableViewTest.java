package org.cairn.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.cairn.store.Column.Kind;
import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Pages of any result. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TableViewTest {
    /** Row i: i as text, then i modulo 7 or NULL for every fifth. */
    private static final String NUMBERS =
            "select i, 'n' || i as name, case when i % 5 <> 0 then i % 7 end as rest"
                    + " from range(30000) t(i)";

    private final Store store;

    TableViewTest(@TempDir Path folder) throws StoreException {
        store = SampleStore.create(folder.resolve("sample.cairn"));
    }

    @AfterAll
    void close() {
        store.close();
    }

    @Test
    void aResultIsPagedInItsOwnOrder() throws StoreException {
        try (TableView view = store.table(TableQuery.of(NUMBERS + " order by i desc; "))) {
            assertThat(view.columns())
                    .containsExactly(
                            new Column("i", Kind.INTEGER),
                            new Column("name", Kind.TEXT),
                            new Column("rest", Kind.INTEGER));
            assertThat(view.count(Progress.NONE)).isEqualTo(30000);
            assertPage(view, 1, "29998|n29998|3", "29997|n29997|2");
            assertThat(view.isPrepared()).isFalse();
            assertPage(view, 29998, "1|n1|1", "0|n0|null");
            assertThat(view.isPrepared()).isTrue();
            assertPage(view, 1, "29998|n29998|3", "29997|n29997|2");
            assertThat(view.page(30000, 5, Progress.NONE).rows()).isEmpty();
        }
    }

    @Test
    void conditionAndOrderGoByTheColumnsOfTheResult() throws StoreException {
        TableQuery query =
                TableQuery.of(NUMBERS)
                        .where("rest is null or rest > 5 -- and so on")
                        .orderedBy("rest", true);
        try (TableView view = store.table(query)) {
            // 6, 13, 27, 34, 41 ... are 6 modulo 7 and no multiples of 5.
            assertPage(view, 0, "6|n6|6", "13|n13|6");
            assertThat(view.count(Progress.NONE)).isEqualTo(6000 + 3428);
            view.prepare(Progress.NONE);
            assertThat(view.count(Progress.NONE)).isEqualTo(6000 + 3428);
            assertPage(view, 0, "6|n6|6", "13|n13|6");
            assertPage(view, 3427, "29994|n29994|6", "0|n0|null");
            assertThat(view.firstRow("name = 'n13'", Progress.NONE)).hasValue(1);
            assertThat(view.firstRow("rest is null", Progress.NONE)).hasValue(3428);
            assertThat(view.firstRow("name = 'n14'", Progress.NONE)).isEmpty();
        }
        try (TableView view = store.table(query.orderedBy("rest", false));
                Rows rows = view.rows(Progress.NONE)) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.values()).containsExactly(6L, "n6", 6L);
        }
    }

    @Test
    void unsignedAndHugeNumbersKeepTheirValue() throws StoreException {
        String sql =
                "select 0xffff800000001000::ubigint as address, 0xffffffffffffffff::ubigint as size,"
                        + " 5::hugeint as five, -1::bigint as less, 18446744073709551616::hugeint"
                        + " as sum, 0.5::double as half, true as yes";
        BigInteger all = BigInteger.ONE.shiftLeft(64);
        try (TableView view = store.table(TableQuery.of(sql))) {
            @Nullable
            Object[] expected = {
                SampleStore.KERNEL, all.subtract(BigInteger.ONE), 5L, -1L, all, 0.5, true
            };
            assertThat(view.page(0, 9, Progress.NONE).rows()).containsExactly(expected);
            view.prepare(Progress.NONE);
            assertThat(view.page(0, 9, Progress.NONE).rows()).containsExactly(expected);
        }
    }

    @Test
    void theTablesOfAStoreAreThere() throws StoreException {
        assertThat(first(TableQuery.HEAPS.where("heap = 0x140000"), "heap", "status", "anomalies"))
                .containsExactly(SampleStore.USER, "present", 1L);
        assertThat(
                        first(
                                TableQuery.HEAPS.orderedBy("status", false),
                                "status",
                                "note",
                                "coverage",
                                "anomalies"))
                .containsExactly("absent", "its memory is not in the dump", null, 0L);
        assertThat(first(TableQuery.OWNERS.where("owner is null"), "bytes", "count"))
                .containsExactly(0x1000L, 1L);
        assertThat(first(TableQuery.ANOMALIES, "severity", "address", "heap", "confidence"))
                .containsExactly("error", SampleStore.USER + 0x40, SampleStore.USER, "strong");
        assertThat(first(TableQuery.ANOMALIES.where("heap is null"), "rule", "address"))
                .containsExactly("nt.list", SampleStore.KERNEL);
        assertThat(first(TableQuery.FINDINGS, "severity", "address", "heap", "advice"))
                .containsExactly("warning", null, 0x9000_0000L, "take a full dump");
        assertThat(first(TableQuery.SEGMENTS.orderedBy("address", true), "address", "size", "heap"))
                .containsExactly(SampleStore.KERNEL, 0x3000L, SampleStore.KERNEL);
        assertThat(first(TableQuery.GAPS.where("reason <> 'uncommitted'"), "address", "reason"))
                .containsExactly(SampleStore.USER + 0x1000, "paged out");
    }

    @Test
    void severitiesAreOrderedByWeight() throws StoreException {
        TableQuery query =
                TableQuery.of(
                                "select unnest(['error', 'info', 'warning'])"
                                        + "::enum('info', 'warning', 'error') as severity")
                        .orderedBy("severity", true);
        try (TableView view = store.table(query)) {
            assertPage(view, 0, "error", "warning", "info");
            view.prepare(Progress.NONE);
            assertPage(view, 0, "error", "warning", "info");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 1) union (select 2",
                "select 1; select 2",
                "create table t (a int)",
                "copy block to 'x'",
                "select nothing from block",
                ""
            })
    void onlyOneQueryIsAccepted(String sql) {
        assertThatExceptionOfType(QueryException.class)
                .isThrownBy(() -> store.table(TableQuery.of(sql)));
    }

    @Test
    void mistakesAreToldBeforeTheFirstRow() {
        TableQuery query = TableQuery.of("select 1 as a, 2 as b");
        assertThatExceptionOfType(QueryException.class)
                .isThrownBy(() -> store.table(query.where("c = 1")));
        assertThatExceptionOfType(QueryException.class)
                .isThrownBy(() -> store.table(query.where("true) or (true")));
        assertThatExceptionOfType(QueryException.class)
                .isThrownBy(() -> store.table(query.orderedBy("a\" desc, \"b", true)))
                .withMessageContaining("there is no column")
                .withMessageContaining("among a, b");
    }

    @Test
    void aClosedViewIsNotPrepared() throws StoreException {
        TableView view = store.table(TableQuery.of(NUMBERS));
        view.close();
        assertThatIllegalStateException().isThrownBy(() -> view.prepare(Progress.NONE));
    }

    @Test
    void preparingIsCancelled() throws StoreException {
        Progress cancelled =
                new Progress() {
                    private int asked;

                    @Override
                    public void checkCancelled() {
                        asked++;
                        if (asked > 2) {
                            throw new CancelledException();
                        }
                    }
                };
        TableQuery slow = TableQuery.of("select hash(range) as h from range(1000000000000)");
        try (TableView view = store.table(slow.orderedBy("h", false))) {
            assertThatExceptionOfType(CancelledException.class)
                    .isThrownBy(() -> view.prepare(cancelled));
            assertThat(view.isPrepared()).isFalse();
        }
    }

    private List<@Nullable Object> first(TableQuery query, String... columns)
            throws StoreException {
        try (TableView view = store.table(query)) {
            @Nullable Object[] row = view.page(0, 1, Progress.NONE).rows().getFirst();
            List<String> names = view.columns().stream().map(Column::name).toList();
            return Arrays.stream(columns)
                    .<@Nullable Object>map(name -> row[names.indexOf(name)])
                    .toList();
        }
    }

    private static void assertPage(TableView view, long first, String... rows)
            throws StoreException {
        List<String> found =
                view.page(first, rows.length, Progress.NONE).rows().stream()
                        .map(TableViewTest::line)
                        .toList();
        assertThat(found).containsExactly(rows);
    }

    private static String line(@Nullable Object[] row) {
        return String.join("|", Arrays.stream(row).map(String::valueOf).toList());
    }
}
