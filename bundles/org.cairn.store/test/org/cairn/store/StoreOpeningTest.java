package org.cairn.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.cairn.memory.Progress;
import org.cairn.store.StoreOpening.Opened;
import org.cairn.store.StoreOpening.Refused;
import org.cairn.store.StoreOpening.Why;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;

/** A store that cannot be used is refused with a reason, whatever the file contains. */
final class StoreOpeningTest {
    private final Path folder;
    private final Path file;

    StoreOpeningTest(@TempDir Path folder) {
        this.folder = folder;
        file = folder.resolve("x.cairn");
    }

    @Test
    void aCompleteStoreWithItsKeyIsOpened() throws Exception {
        SampleStore.create(file).close();

        try (Store store = open(SampleStore.KEY).opened().orElseThrow()) {
            assertThat(store.file()).isEqualTo(file);
            assertThat(SampleStore.rows(store, "select count(*) from blocks")).containsExactly("6");
        }
    }

    @Test
    void aMissingFileIsMissing() {
        assertRefused(Why.MISSING, "there is no store");
    }

    @Test
    void anEmptyFileIsIncomplete() throws IOException {
        Files.createFile(file);

        assertRefused(Why.INCOMPLETE, "the file is empty");
    }

    @Test
    void otherFilesAreForeign() throws IOException {
        Files.writeString(file, "short");
        assertRefused(Why.FOREIGN, "not a store of Cairn");
        Files.writeString(file, "a text that is longer than the header of a database");
        assertRefused(Why.FOREIGN, "not a store of Cairn");
        Files.delete(file);
        Files.createDirectory(file);
        assertRefused(Why.FOREIGN, "not a file");
    }

    @Test
    void anotherDatabaseIsForeign() throws SQLException {
        write("create table dump (file varchar)");

        assertRefused(Why.FOREIGN, "a DuckDB database, but not a store of Cairn");
    }

    @Test
    void aStoreWithoutItsLastRowIsIncomplete() throws SQLException {
        write(Schema.text());

        assertRefused(Why.INCOMPLETE, "the store was never completed");
    }

    @Test
    void aStoreThatSaysSoIsIncomplete() throws Exception {
        SampleStore.create(file).close();
        write("update dump set complete = false");

        assertRefused(Why.INCOMPLETE, "the store is not complete");
    }

    @Test
    void anotherVersionIsRefusedBeforeItsKey() throws Exception {
        SampleStore.create(file).close();
        write("update dump set schema_version = 2, store_key = 'new'");

        assertRefused(Why.OTHER_VERSION, "the store has version 2, not 3");
    }

    @Test
    void anotherKeyIsRefused() throws Exception {
        SampleStore.create(file).close();

        assertThat(open("dump 1, decoder 2"))
                .isEqualTo(
                        new Refused(
                                Why.OTHER_KEY,
                                file + ": the store belongs to another dump or decoder"));
    }

    @Test
    void aFileThatWasCutOffIsUnreadable() throws Exception {
        SampleStore.create(file).close();
        long size = Files.size(file);
        // Behind everything that is read when the file is opened.
        truncate(size - 1);
        assertRefused(Why.UNREADABLE, "cut off: " + (size - 1) + " bytes instead of " + size);
        truncate(20_000);
        assertRefused(Why.UNREADABLE, "");
        truncate(100);
        assertRefused(Why.UNREADABLE, "");
    }

    @Test
    void damageIsFoundWhenOpeningOrWhenReading() throws Exception {
        SampleStore.create(file).close();
        byte[] good = Files.readAllBytes(file);
        Random random = new Random(20_260_101);
        int damaged = 0;
        for (int i = 0; i < 60; i++) {
            byte[] bad = good.clone();
            // The first 12 KiB are the headers; flips there are the most likely to do harm.
            int at = i % 2 == 0 ? random.nextInt(3 * 4096) : random.nextInt(bad.length);
            bad[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bad);
            if (!isSound()) {
                damaged++;
            }
        }
        assertThat(damaged).isGreaterThan(20);
    }

    /** Whether the store says what it should; it may also be refused, or fail in the proper way. */
    private boolean isSound() {
        return switch (open(SampleStore.KEY)) {
            case Refused _ -> false;
            case Opened opened -> {
                try (Store store = opened.store();
                        Rows rows =
                                store.query(
                                        Progress.NONE,
                                        "select sum(hash(b)::hugeint), count(*), min(heap_id)"
                                                + " from blocks b")) {
                    rows.next();
                    assertThat(rows.number(1)).isEqualTo(6);
                    yield true;
                } catch (StoreException e) {
                    assertThat(e).isNotInstanceOf(QueryException.class);
                    yield false;
                }
            }
        };
    }

    @Test
    void aForeignFileIsNotOverwritten() throws IOException {
        Files.writeString(file, "somebody's work, as long as it takes");

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> StoreWriter.create(file, "key", SampleStore.SETTINGS))
                .withMessage(file + ": not a store of Cairn; it is not overwritten");
        assertThat(file).hasContent("somebody's work, as long as it takes");
        assertThat(folder).isDirectoryContaining(path -> path.equals(file));
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @Test
    void aDamagedStoreIsReplaced() throws Exception {
        SampleStore.create(file).close();
        truncate(20_000);

        SampleStore.create(file).close();

        assertThat(open(SampleStore.KEY).opened()).isPresent().get().satisfies(Store::close);
    }

    @Test
    void aLogThatWasLeftBesideAnOldStoreIsNotAppliedToTheNewOne() throws Exception {
        SampleStore.create(file).close();
        Files.write(folder.resolve("x.cairn.wal"), new byte[] {1, 2, 3});

        SampleStore.create(file).close();

        assertThat(folder.resolve("x.cairn.wal")).doesNotExist();
        assertThat(open(SampleStore.KEY).opened()).isPresent().get().satisfies(Store::close);
    }

    @Test
    void namesWithBlanksAndQuotesWork() throws Exception {
        Path odd = folder.resolve("it's a \u00fcber 'store' 100%20=x#y.cairn");

        SampleStore.create(odd).close();

        assertThat(odd).exists();
        assertThat(Store.open(odd, SampleStore.KEY, SampleStore.SETTINGS).opened())
                .isPresent()
                .get()
                .satisfies(Store::close);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a;threads=1", "a?b"})
    void aPathThatTheDatabaseWouldMisreadIsRefused(String name) throws IOException {
        Path misread = folder.resolve(name);

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> StoreWriter.create(misread, "key", SampleStore.SETTINGS))
                .withMessageContaining("cannot contain ';' or '?'");
        Files.write(misread, "01234567DUCK0123".getBytes(StandardCharsets.US_ASCII));
        assertThat(Store.open(misread, "key", SampleStore.SETTINGS))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.why()).isEqualTo(Why.UNREADABLE));
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(misread);
        }
    }

    private StoreOpening open(String key) {
        return Store.open(file, key, SampleStore.SETTINGS);
    }

    private void assertRefused(Why why, String reason) {
        StoreOpening opening = open(SampleStore.KEY);
        assertThat(opening.opened()).isEqualTo(Optional.empty());
        assertThat(opening)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> {
                            assertThat(refused.why()).isEqualTo(why);
                            assertThat(refused.reason()).startsWith(file + ": ");
                            assertThat(refused.reason()).contains(reason);
                            assertThat(refused.reason()).doesNotContain("\n");
                        });
    }

    private void truncate(long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    private void write(String sql) throws SQLException {
        try (Connection connection =
                        new DuckDBDriver().connect("jdbc:duckdb:" + file, new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
