package org.cairn.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.duckdb.DuckDBDriver;
import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;

/** Parquet files that a store writes. */
@Timeout(60)
final class ParquetExportTest {
    private static final Progress CANCELLED_LATER =
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

    @TempDir @Nullable Path folder;

    private Path cache = Path.of("");
    private Path exports = Path.of("");

    @BeforeEach
    void makeFolders() throws IOException {
        Path base = Objects.requireNonNull(folder);
        cache = Files.createDirectory(base.resolve("cache"));
        exports = Files.createDirectory(base.resolve("it's exports"));
    }

    @Test
    void blocksAreWrittenInTheirOrder() throws Exception {
        Path target = exports.resolve("blocks.parquet");
        Files.writeString(target, "an older file");
        try (Store store = store()) {
            store.exportParquet(
                    BlockQuery.ALL
                            .where("size >= 0x60")
                            .orderedBy(new BlockOrder(BlockOrder.By.SIZE, true)),
                    target,
                    Progress.NONE);
        }
        assertThat(rows(target, "address, size, user_size, state, kind, heap, owner, flags, pid"))
                .containsExactly(
                        "18446603336221200704|4096|4080|busy|large|18446603336221200384|null||0",
                        "1310880|768|752|busy|regular|1310720|app.exe||1234",
                        "18446603336221200384|256|240|busy|regular|18446603336221200384|Thre||0",
                        "1310784|96|80|free|regular|1310720|null|inferred, cached|1234");
        assertThat(files(exports)).containsExactly("blocks.parquet");
        assertThat(files(cache)).containsExactly("sample.cairn");
    }

    @Test
    void aStoreThatIsNotKeptExportsToo() throws Exception {
        Path target = exports.resolve("blocks.parquet");
        StoreSettings settings = SampleStore.SETTINGS.withTemporaryFolder(cache);
        try (StoreWriter writer = StoreWriter.createTemporary(settings)) {
            SampleStore.fill(writer);
            try (Store store = writer.complete(SampleStore.DUMP)) {
                store.exportParquet(BlockQuery.ALL, target, Progress.NONE);
            }
        }
        assertThat(rows(target, "address")).hasSize(6).first().isEqualTo("1310720");
        assertThat(files(cache)).isEmpty();
    }

    @Test
    void cancellationLeavesTheOlderFile() throws Exception {
        Path target = exports.resolve("blocks.parquet");
        Files.writeString(target, "an older file");
        BlockQuery slow =
                BlockQuery.ALL.where(
                        "(select count(*) from range(1000000000000) where hash(range) = address)"
                                + " >= 0");
        try (Store store = store()) {
            assertThatExceptionOfType(CancelledException.class)
                    .isThrownBy(() -> store.exportParquet(slow, target, CANCELLED_LATER));
            assertThat(target).hasContent("an older file");
            assertThat(files(exports)).containsExactly("blocks.parquet");
        }
        assertThat(files(cache)).containsExactly("sample.cairn");
    }

    @Test
    void onlyAFileThatTheUserMeansIsWritten() throws Exception {
        try (Store store = store()) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> export(store, store.file()))
                    .withMessageContaining("the store itself is not overwritten");
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> export(store, exports))
                    .withMessageContaining("not a file");
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> export(store, exports.resolve("no").resolve("x.parquet")))
                    .withMessageContaining("cannot be written");
            assertThatExceptionOfType(QueryException.class)
                    .isThrownBy(
                            () ->
                                    store.exportParquet(
                                            BlockQuery.ALL.where("true) or (true"),
                                            exports.resolve("x.parquet"),
                                            Progress.NONE));
            assertThat(files(exports)).isEmpty();
        }
        try (Store store = reopened()) {
            assertThat(store.heaps()).hasSize(3);
        }
    }

    @Test
    void anotherVolumeIsReachedInPortions() throws Exception {
        byte[] bytes = new byte[20_000_000];
        bytes[bytes.length - 1] = 7;
        Path from = Files.write(cache.resolve("made"), bytes);

        ParquetFile.copy(from, exports.resolve("copy"), Progress.NONE);

        assertThat(exports.resolve("copy")).hasBinaryContent(bytes);
        assertThatExceptionOfType(CancelledException.class)
                .isThrownBy(
                        () ->
                                ParquetFile.copy(
                                        from,
                                        exports.resolve("other"),
                                        new Progress() {
                                            @Override
                                            public void checkCancelled() {
                                                throw new CancelledException();
                                            }
                                        }));
    }

    private static void export(Store store, Path target) throws StoreException {
        store.exportParquet(BlockQuery.ALL, target, Progress.NONE);
    }

    private Store store() throws StoreException {
        return SampleStore.create(cache.resolve("sample.cairn"));
    }

    private Store reopened() {
        return Store.open(cache.resolve("sample.cairn"), SampleStore.KEY, SampleStore.SETTINGS)
                .opened()
                .orElseThrow();
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> String.valueOf(entry.getFileName())).sorted().toList();
        }
    }

    private static List<String> rows(Path file, String columns) throws SQLException {
        List<String> lines = new ArrayList<>();
        String from = " from read_parquet('" + file.toString().replace("'", "''") + "')";
        try (Connection database = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
                ResultSet row =
                        database.createStatement().executeQuery("select " + columns + from)) {
            while (row.next()) {
                StringBuilder line = new StringBuilder();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    line.append(i == 1 ? "" : "|").append(row.getString(i));
                }
                lines.add(line.toString());
            }
        }
        return lines;
    }
}
