package org.cairn.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.cairn.heap.BlockKind;
import org.cairn.heap.BlockState;
import org.cairn.memory.Progress;
import org.cairn.store.StoreOpening.Opened;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A store comes into being as a whole or not at all. */
final class StoreWriterTest {
    private final Path folder;
    private final Path file;

    StoreWriterTest(@TempDir Path folder) {
        this.folder = folder;
        file = folder.resolve("x.cairn");
    }

    @Test
    void theTargetAppearsWhenTheStoreIsComplete() throws Exception {
        try (StoreWriter writer = StoreWriter.create(file, SampleStore.KEY, SampleStore.SETTINGS)) {
            SampleStore.fill(writer);
            assertThat(file).doesNotExist();
            writer.complete(SampleStore.DUMP).close();
            assertThat(file).exists();
        }
        assertThat(names()).containsExactly("x.cairn");
    }

    @Test
    void aWriterThatIsGivenUpLeavesNothing() throws Exception {
        try (StoreWriter writer = StoreWriter.create(file, SampleStore.KEY, SampleStore.SETTINGS)) {
            SampleStore.fill(writer);
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void foldersAreMade() throws Exception {
        Path deep = folder.resolve("a/b/x.cairn");

        SampleStore.create(deep).close();

        assertThat(deep).exists();
    }

    @Test
    void aFolderThatCannotBeMadeIsOneReason() throws IOException {
        Path notAFolder = Files.createFile(folder.resolve("file"));

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(
                        () ->
                                StoreWriter.create(
                                        notAFolder.resolve("x.cairn"),
                                        SampleStore.KEY,
                                        SampleStore.SETTINGS))
                .withMessageStartingWith(notAFolder + ": cannot be created");
    }

    @Test
    void withoutBlocksTheStoreIsCompleteToo() throws Exception {
        try (StoreWriter writer = StoreWriter.create(file, "", SampleStore.SETTINGS);
                Store store = writer.complete(SampleStore.DUMP)) {
            assertThat(SampleStore.rows(store, "from blocks")).isEmpty();
            assertThat(SampleStore.rows(store, "from heaps")).isEmpty();
            assertThat(SampleStore.rows(store, "from owners")).isEmpty();
            assertThat(store.blockAt(5, Optional.empty(), Progress.NONE).block()).isEmpty();
            try (BlockView view = store.blocks(BlockQuery.ALL)) {
                assertThat(view.count(Progress.NONE)).isZero();
                view.prepare(Progress.NONE);
                assertThat(view.page(0, 60, Progress.NONE).blocks()).isEmpty();
            }
        }
    }

    @Test
    void aLoadMustBeFinished() throws Exception {
        try (StoreWriter writer = StoreWriter.create(file, "", SampleStore.SETTINGS)) {
            try (BlockLoad load = writer.load(1)) {
                load.put(load.take());
                assertThatThrownBy(() -> writer.complete(SampleStore.DUMP))
                        .isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(() -> writer.load(1)).isInstanceOf(IllegalStateException.class);
            }
            assertThatThrownBy(() -> writer.complete(SampleStore.DUMP))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void severalLoadsAddUp() throws Exception {
        try (StoreWriter writer = StoreWriter.create(file, "", SampleStore.SETTINGS)) {
            SampleStore.fill(writer);
            try (BlockLoad load = writer.load(1)) {
                BlockColumns batch = load.take();
                SampleStore.add(batch, 64, 32, BlockState.BUSY, 1, 1, 0, 0, 0);
                load.put(batch);
                assertThat(load.finish()).isEqualTo(1);
            }
            try (Store store = writer.complete(SampleStore.DUMP)) {
                assertThat(SampleStore.rows(store, "select count(*) from blocks"))
                        .containsExactly("7");
            }
        }
    }

    @Test
    void equalOwnersAndKindsAreOne() throws Exception {
        try (StoreWriter writer = StoreWriter.create(file, "", SampleStore.SETTINGS)) {
            assertThat(writer.owner(SampleStore.owner("pool tag", "a"))).isEqualTo(1);
            assertThat(writer.owner(SampleStore.owner("pool tag", "b"))).isEqualTo(2);
            assertThat(writer.owner(SampleStore.owner("pool tag", "a"))).isEqualTo(1);
            assertThat(writer.owner(SampleStore.owner("module", "a"))).isEqualTo(3);
            assertThat(writer.kind(new BlockKind("regular"))).isEqualTo(1);
            assertThat(writer.kind(new BlockKind("large"))).isEqualTo(2);
            assertThat(writer.kind(new BlockKind("regular", "trailer"))).isEqualTo(3);
            assertThat(writer.kind(new BlockKind("regular"))).isEqualTo(1);
        }
    }

    @Test
    void identifiersStayDenseWithManyThreads() throws Exception {
        try (StoreWriter writer = StoreWriter.create(file, "", SampleStore.SETTINGS)) {
            try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
                List<Callable<Integer>> tasks = new ArrayList<>();
                for (int i = 0; i < 20_000; i++) {
                    int number = i % 5_000;
                    tasks.add(
                            () -> {
                                writer.segment(1, number, 16, "segment");
                                return writer.owner(SampleStore.owner("tag", "t" + number));
                            });
                }
                for (Future<Integer> result : threads.invokeAll(tasks)) {
                    assertThat(result.get()).isBetween(1, 5_000);
                }
            }
            try (Store store = writer.complete(SampleStore.DUMP)) {
                assertThat(
                                SampleStore.rows(
                                        store,
                                        "select count(*), min(owner_id), max(owner_id),"
                                                + " count(distinct owner_id) from owner"))
                        .containsExactly("5000|1|5000|5000");
                assertThat(
                                SampleStore.rows(
                                        store,
                                        "select count(*), min(segment_id), max(segment_id),"
                                                + " count(distinct segment_id) from segment"))
                        .containsExactly("20000|1|20000|20000");
            }
        }
    }

    @Test
    void twoWritersOfOneTargetDoNotDisturbEachOther() throws Exception {
        CountDownLatch bothCreated = new CountDownLatch(2);
        Callable<Long> write =
                () -> {
                    try (StoreWriter writer =
                            StoreWriter.create(file, SampleStore.KEY, SampleStore.SETTINGS)) {
                        bothCreated.countDown();
                        bothCreated.await();
                        SampleStore.fill(writer);
                        try (Store store = writer.complete(SampleStore.DUMP);
                                BlockView view = store.blocks(BlockQuery.ALL)) {
                            return view.count(Progress.NONE);
                        }
                    }
                };
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (Future<Long> result : threads.invokeAll(List.of(write, write))) {
                assertThat(result.get()).isEqualTo(6);
            }
        }
        assertThat(names()).containsExactly("x.cairn");
    }

    @Test
    void aReaderKeepsWhatItHasOpenedWhileTheStoreIsReplaced() throws Exception {
        try (Store old = SampleStore.create(file)) {
            try (StoreWriter writer =
                            StoreWriter.create(file, "another key", SampleStore.SETTINGS);
                    Store replaced = writer.complete(SampleStore.DUMP)) {
                assertThat(SampleStore.rows(replaced, "select count(*) from blocks"))
                        .containsExactly("0");
                assertThat(SampleStore.rows(old, "select count(*) from blocks"))
                        .containsExactly("6");
                try (Store third =
                        ((Opened) Store.open(file, "another key", SampleStore.SETTINGS)).store()) {
                    assertThat(SampleStore.rows(third, "select count(*) from blocks"))
                            .containsExactly("0");
                }
            }
        }
    }

    @Test
    void aTemporaryStoreLeavesNothing() throws Exception {
        StoreSettings settings = SampleStore.SETTINGS.withTemporaryFolder(folder);
        try (StoreWriter writer = StoreWriter.createTemporary(settings)) {
            SampleStore.fill(writer);
            Store store = writer.complete(SampleStore.DUMP);
            writer.close();
            try (store;
                    BlockView view = store.blocks(BlockQuery.ALL)) {
                view.prepare(Progress.NONE);
                assertThat(view.page(0, 60, Progress.NONE).blocks()).hasSize(6);
            }
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void whatCrashedWritersLeftIsRemovedAfterADay() throws Exception {
        long dead = deadProcess();
        Path old = leftover("x.cairn.cairn-" + dead + "-00112233aabbccdd.tmp", 25);
        Path log = leftover("x.cairn.cairn-" + dead + "-00112233aabbccdd.tmp.wal", 25);
        Path spill = folder.resolve("y.cairn-" + dead + "-00112233aabbccdd.tmp.spill");
        Files.createDirectory(spill);
        Files.createFile(spill.resolve("duckdb_temp_storage"));
        age(spill, 25);
        Path young = leftover("x.cairn.cairn-" + dead + "-00112233aabbccde.tmp", 23);
        Path alive =
                leftover(
                        "x.cairn.cairn-%d-00112233aabbccdd.tmp"
                                .formatted(ProcessHandle.current().pid()),
                        25);
        Path others = leftover("x.cairn.cairn-backup.tmp", 25);
        Path document = leftover("letter.tmp", 25);

        StoreWriter.create(file, "", SampleStore.SETTINGS).close();

        assertThat(List.of(old, log, spill)).noneMatch(Files::exists);
        assertThat(List.of(young, alive, others, document)).allMatch(Files::exists);
    }

    private static long deadProcess() throws Exception {
        Process process = new ProcessBuilder(Java.command(), "-version").start();
        process.waitFor();
        return process.pid();
    }

    private Path leftover(String name, int hours) throws IOException {
        Path path = folder.resolve(name);
        Files.writeString(path, "left");
        age(path, hours);
        return path;
    }

    private static void age(Path path, int hours) throws IOException {
        Files.setLastModifiedTime(
                path, FileTime.from(Instant.now().minus(Duration.ofHours(hours))));
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(path -> String.valueOf(path.getFileName())).toList();
        }
    }
}
