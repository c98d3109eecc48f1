package org.cairn.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.cairn.store.Column.Kind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** SQL of users: what it can do, what it cannot, and how it fails. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class QueryTest {
    private final Path folder;
    private final Path file;
    private final Store store;

    QueryTest(@TempDir Path folder) throws StoreException {
        this.folder = folder;
        file = folder.resolve("sample.cairn");
        store = SampleStore.create(file);
    }

    @AfterAll
    void close() {
        store.close();
    }

    @Test
    void columnsHaveKindsAndValues() throws StoreException {
        try (Rows rows =
                store.query(
                        Progress.NONE,
                        "select true as yes, -5 as i, 0xffff800000001000::ubigint as address,"
                                + " 0xffffffffffffffff::ubigint as size, 7::utinyint as u,"
                                + " sum(size) as total, 0.5::double as d, 1.25 as m, 'x' as t,"
                                + " [1, 2] as l, null::ubigint as heap, null::varchar as n,"
                                + " null::hugeint as h, null::boolean as b, null::double as r"
                                + " from block")) {
            assertThat(rows.columns())
                    .containsExactly(
                            new Column("yes", Kind.BOOLEAN),
                            new Column("i", Kind.INTEGER),
                            new Column("address", Kind.ADDRESS),
                            new Column("size", Kind.UNSIGNED),
                            new Column("u", Kind.UNSIGNED),
                            new Column("total", Kind.HUGE),
                            new Column("d", Kind.REAL),
                            new Column("m", Kind.REAL),
                            new Column("t", Kind.TEXT),
                            new Column("l", Kind.TEXT),
                            new Column("heap", Kind.ADDRESS),
                            new Column("n", Kind.TEXT),
                            new Column("h", Kind.HUGE),
                            new Column("b", Kind.BOOLEAN),
                            new Column("r", Kind.REAL));
            assertThat(rows.next()).isTrue();
            assertThat(rows.number(0)).isEqualTo(1);
            assertThat(rows.number(1)).isEqualTo(-5);
            assertThat(rows.number(2)).isEqualTo(SampleStore.KERNEL);
            assertThat(rows.text(2)).isEqualTo("18446603336221200384");
            assertThat(rows.number(3)).isEqualTo(-1);
            assertThat(rows.number(4)).isEqualTo(7);
            assertThat(rows.text(5)).isEqualTo("5344");
            assertThat(rows.real(6)).isEqualTo(0.5);
            assertThat(rows.real(7)).isEqualTo(1.25);
            assertThat(rows.text(8)).isEqualTo("x");
            assertThat(rows.text(9)).isEqualTo("[1, 2]");
            for (int i = 0; i < 10; i++) {
                assertThat(rows.isNull(i)).isFalse();
            }
            for (int i = 10; i < 15; i++) {
                assertThat(rows.isNull(i)).isTrue();
                assertThat(rows.text(i)).isEmpty();
            }
            assertThat(rows.number(10)).isZero();
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void parametersMayBeUnsigned() throws StoreException {
        assertThat(
                        SampleStore.rows(
                                store,
                                "select size from blocks where address = ? and state = ? and size"
                                        + " > ? and ?",
                                new Unsigned(SampleStore.KERNEL),
                                "busy",
                                5L,
                                true))
                .containsExactly("256");
        assertThat(
                        SampleStore.rows(
                                store,
                                "select count(*) from blocks where address > ?",
                                new Unsigned(Long.MAX_VALUE)))
                .containsExactly("3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select count(*) from blocks",
                "from blocks",
                "FROM blocks SELECT size WHERE size > 0x10;",
                "with a as (select 1) select * from a",
                "values (1), (2)",
                "table block",
                "describe blocks",
                "show tables",
                "summarize block",
                "explain select * from blocks",
                "explain analyze select count(*) from blocks",
                "-- which\nselect /* it's; */ ';' from block"
            })
    void queriesOfAllKindsAreAllowed(String sql) throws StoreException {
        assertThat(SampleStore.rows(store, sql)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "copy (select 1) to '%s'",
                "copy (select 1) to '%s.spill/x.csv'",
                "select 1; copy (select 1) to '%s'",
                "copy (select 1) to '%s'; select 1",
                "explain copy (select 1) to '%s'",
                "explain analyze copy (select 1) to '%s'",
                "export database '%s.spill'",
                "create table t (a int)",
                "create temp table t as select 1",
                "drop view blocks",
                "delete from block",
                "update block set size = 0",
                "insert into block from block",
                "attach '%s.wal' as other",
                "install httpfs",
                "load httpfs",
                "set memory_limit = '1GB'",
                "reset memory_limit",
                "pragma enable_profiling",
                "checkpoint",
                "call enable_logging()",
                "prepare p as select 1",
                "begin",
                "use temp",
                "select 1; select 2",
                "select 1;; drop view blocks;",
                "$$;$$; select 1",
                "",
                ";",
                "-- nothing"
            })
    void whatIsNotOneQueryIsRefused(String sql) throws IOException {
        byte[] before = Files.readAllBytes(file);

        assertQueryFails(sql.formatted(file));

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from read_csv('%s')",
                "select * from read_text('%s')",
                "select * from read_blob('%s')",
                "select * from glob('%s*')",
                "from '%s'",
                "select * from query('copy (select 1) to ''%s''')",
                "select getenv('HOME'), '%s'",
                "select * from duckdb_secrets()"
            })
    void otherFilesAreOutOfReach(String sql) throws IOException {
        Path secret = folder.resolve("secret.csv");
        Files.writeString(secret, "a,b\n1,2\n");

        assertQueryFails(sql.formatted(secret));

        assertThat(secret).hasContent("a,b\n1,2\n");
    }

    private void assertQueryFails(String sql) {
        assertThatExceptionOfType(QueryException.class)
                .isThrownBy(() -> SampleStore.rows(store, sql))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @Test
    void mistakesAreNamed() {
        assertMessage("select nothing from blocks", "\"nothing\" not found");
        assertMessage("select * from nowhere", "nowhere does not exist");
        assertMessage("selekt 1", "syntax error at or near \"selekt\"");
        assertMessage("drop view blocks", "only queries are allowed");
        assertMessage("select 1; select 2", "only one query is allowed, not 2");
        assertMessage("", "there is no query");
        assertMessage("select state::int from blocks", "Could not convert string");
        assertMessage(
                "select state + 1 from blocks",
                "No function matches the given name and argument types '+(VARCHAR,"
                        + " INTEGER_LITERAL)'. You might need to add explicit type casts.");
    }

    // The driver loses the message of an error before the first row, and one of its interfaces
    // loses errors after it.
    @Test
    void failuresOnDataAreNotLost() throws StoreException {
        assertMessage("select error('early ' || address) from block", "early ");

        try (Rows rows =
                store.query(
                        Progress.NONE,
                        "select case when range < 5000000 then range else error('late') end"
                                + " from range(10000000)")) {
            AtomicLong last = new AtomicLong();
            assertThatExceptionOfType(QueryException.class)
                    .isThrownBy(
                            () -> {
                                while (rows.next()) {
                                    last.set(rows.number(0));
                                }
                            })
                    .withMessageContaining("late");
            assertThat(last).hasPositiveValue();
        }
    }

    private void assertMessage(String sql, String part) {
        assertThatExceptionOfType(QueryException.class)
                .isThrownBy(() -> SampleStore.rows(store, sql))
                .withMessageContaining(part);
    }

    @Test
    void severalResultsAreOpenAtTheSameTime() throws StoreException {
        try (Rows first = store.query(Progress.NONE, "select size from block order by size");
                Rows second = store.query(Progress.NONE, "select size from block order by size")) {
            for (int i = 0; i < 6; i++) {
                assertThat(first.next()).isTrue();
                assertThat(second.next()).isTrue();
                assertThat(first.number(0)).isEqualTo(second.number(0));
            }
            assertThat(first.next()).isFalse();
        }
    }

    @Test
    void aQueryThatRunsIsCancelled() {
        Cancelled progress = new Cancelled();
        Thread canceller = Thread.ofVirtual().start(progress::cancelWhenWatched);

        assertThatExceptionOfType(CancelledException.class)
                .isThrownBy(
                        () ->
                                store.query(
                                        progress,
                                        "select count(*) from range(1000000) a, range(1000000) b"
                                                + " where hash(a.range, b.range) = 1"));
        assertThat(canceller.isInterrupted()).isFalse();
    }

    @Test
    void readingIsCancelled() throws StoreException {
        try (Rows rows = store.query(Progress.NONE, "select range from range(100000000)")) {
            assertThat(rows.next()).isTrue();
            rows.cancel();
            assertThatExceptionOfType(CancelledException.class).isThrownBy(rows::next);
        }
        Cancelled progress = new Cancelled();
        try (Rows rows = store.query(progress, "select range from range(100000000000)")) {
            progress.cancelled = true;
            assertThatExceptionOfType(CancelledException.class)
                    .isThrownBy(
                            () -> {
                                while (rows.next()) {
                                    assertThat(rows.number(0)).isNotNegative();
                                }
                            });
        }
    }

    @Test
    void workThatWasCancelledDoesNotBegin() {
        Cancelled progress = new Cancelled();
        progress.cancelled = true;

        assertThatExceptionOfType(CancelledException.class)
                .isThrownBy(() -> store.query(progress, "select 1"));
    }

    @Test
    void tooLittleMemoryIsNotTheFaultOfTheQuery() {
        StoreSettings settings = SampleStore.SETTINGS.withMemoryLimit(StoreSettings.LEAST_MEMORY);
        try (Store small = Store.open(file, SampleStore.KEY, settings).opened().orElseThrow()) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(
                            () ->
                                    SampleStore.rows(
                                            small,
                                            "select length(string_agg(range::varchar, ','))"
                                                    + " from range(100000000)"))
                    .isNotInstanceOf(QueryException.class)
                    .withMessageContaining("Out of Memory")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("SET ", "\n"));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SampleStore.SETTINGS.withMemoryLimit(1));
        assertThatIllegalArgumentException().isThrownBy(() -> SampleStore.SETTINGS.withThreads(0));
    }

    /** Is cancelled after it was asked for the first time. */
    private static final class Cancelled implements Progress {
        private volatile boolean cancelled;
        private volatile boolean watched;

        void cancelWhenWatched() {
            while (!watched) {
                Thread.onSpinWait();
            }
            cancelled = true;
        }

        @Override
        public void checkCancelled() {
            watched = true;
            if (cancelled) {
                throw new CancelledException();
            }
        }
    }
}
