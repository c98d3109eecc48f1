package org.cairn.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.cairn.heap.BlockState;
import org.cairn.memory.Progress.CancelledException;
import org.cairn.store.internal.Database;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Loading with several producers, and that a failure on either side ends it on both. A deadlock is
 * what most of these tests would show; the time-out only turns it into a failure.
 */
@Timeout(120)
final class BlockLoadTest {
    private static final int BATCHES = 6;
    private static final String NEVER_PULLS =
            "create temp table busy as select count(*) from range(100000) a, range(100000) b,"
                    + " range(100000) c where hash(a.range, b.range, c.range) = 1";

    private final Path folder;
    private final DuckDBConnection connection;
    private final LoadFunction function;

    BlockLoadTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        connection =
                Database.create(
                        folder.resolve("x.db"), folder.resolve("spill"), SampleStore.SETTINGS);
        Database.execute(connection, Schema.text());
        function = LoadFunction.register(connection, 2);
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
    }

    @Test
    void producersLoadEveryBlockOnce() throws Exception {
        int producers = 4;
        int each = 250_000;
        try (StoreWriter writer =
                StoreWriter.create(folder.resolve("y.cairn"), "", SampleStore.SETTINGS)) {
            SampleStore.fill(writer);
            try (BlockLoad load = writer.load(producers)) {
                inParallel(
                        producers,
                        number -> {
                            produce(load, number, each);
                            return 0;
                        });
                assertThat(load.finish()).isEqualTo((long) producers * each);
            }
            try (Store store = writer.complete(SampleStore.DUMP)) {
                // address = 32 * i, heap = producer: sums of the first numbers
                long sum = 32L * each * (each - 1) / 2;
                List<String> expected = new ArrayList<>();
                for (int i = 10; i < 10 + producers; i++) {
                    expected.add(i + "|" + each + "|" + each + "|" + sum + "|" + 32L * each);
                }
                assertThat(
                                SampleStore.rows(
                                        store,
                                        "select heap_id, count(*), count(distinct address),"
                                                + " sum(address - 0xfffff00000000000), sum(size)"
                                                + " from block where heap_id >= 10"
                                                + " group by 1 order by 1"))
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void discardedRowsAreNotStored() throws Exception {
        try (BlockLoad load = load(LoadFunction.insert())) {
            BlockColumns batch = load.take();
            add(batch, 1, 1);
            load.discard(batch);
            BlockColumns other = load.take();
            assertThat(other.size()).isZero();
            add(other, 2, 1);
            load.put(other);

            assertThat(load.finish()).isEqualTo(1);
        }
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select heap_id from block")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(2);
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void whenTheDatabaseFailsEveryProducerLearnsWhy() throws Exception {
        String failing =
                LoadFunction.insert()
                        + " where case when address & 17592186044415 < 9600000 then true"
                        + " else error('the disk is full') end";
        try (BlockLoad load = load(failing)) {
            List<Throwable> failures =
                    failures(
                            3,
                            number -> {
                                produce(load, number, Integer.MAX_VALUE);
                                return 0;
                            });

            assertThat(failures).hasSize(3);
            assertThat(failures).hasOnlyElementsOfType(StoreException.class);
            assertThat(failures)
                    .extracting(Throwable::getMessage)
                    .allMatch(text -> text.startsWith("x.db: ") && text.contains("is full"));
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(load::finish)
                    .withMessageContaining("the disk is full");
        }
        assertThat(isEmpty()).isTrue();
    }

    @Test
    void whenAProducerFailsNothingIsStored() throws Exception {
        try (BlockLoad load = load(LoadFunction.insert())) {
            produce(load, 1, 100_000);
        }
        assertThat(isEmpty()).isTrue();
    }

    @Test
    void cancellingWakesProducersThatWait() throws Exception {
        try (BlockLoad load = load(NEVER_PULLS)) {
            Thread canceller =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        while (load.rows() < BATCHES * BlockColumns.CAPACITY) {
                                            Thread.onSpinWait();
                                        }
                                        load.cancel();
                                    });
            List<Throwable> failures =
                    failures(
                            3,
                            number -> {
                                while (true) {
                                    BlockColumns batch = load.take();
                                    fill(batch, number);
                                    load.put(batch);
                                }
                            });
            canceller.join();

            assertThat(failures).hasSize(3);
            assertThat(failures).hasOnlyElementsOfType(CancelledException.class);
            assertThatExceptionOfType(CancelledException.class).isThrownBy(load::finish);
        }
    }

    @Test
    void anInterruptedProducerIsCancelled() throws Exception {
        try (BlockLoad load = load(NEVER_PULLS)) {
            for (int i = 0; i < BATCHES; i++) {
                load.take();
            }
            Thread.currentThread().interrupt();

            assertThatExceptionOfType(CancelledException.class).isThrownBy(load::take);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void finishingIsCancelledFromAnotherThread() throws Exception {
        try (BlockLoad load = load(NEVER_PULLS)) {
            Thread canceller = Thread.ofVirtual().start(load::cancel);

            assertThatExceptionOfType(CancelledException.class).isThrownBy(load::finish);
            canceller.join();
        }
    }

    @Test
    void aDatabaseThatIsShortOfMemoryIsOneReason() throws Exception {
        Database.execute(connection, "set memory_limit = '1MiB'");
        try (BlockLoad load = load(LoadFunction.insert())) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(
                            () -> {
                                produce(load, 1, 1_000_000);
                                load.finish();
                            })
                    .withMessageContaining("Out of Memory Error");
        }
    }

    private BlockLoad load(String sql) throws Exception {
        return new BlockLoad(connection, function, sql, BATCHES, "x.db");
    }

    private boolean isEmpty() throws Exception {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select * from block limit 1")) {
            return !rows.next();
        }
    }

    private static void produce(BlockLoad load, int number, int rows) throws StoreException {
        BlockColumns batch = load.take();
        for (int i = 0; i < rows; i++) {
            if (batch.isFull()) {
                load.put(batch);
                batch = load.take();
            }
            add(batch, number + 10, i);
        }
        load.put(batch);
    }

    private static void fill(BlockColumns batch, int number) {
        while (!batch.isFull()) {
            add(batch, number, batch.size());
        }
    }

    private static void add(BlockColumns batch, int heap, int i) {
        long base = heap >= 10 ? 0xffff_f000_0000_0000L : 0;
        SampleStore.add(batch, base + i * 32L, 32, BlockState.BUSY, 1, heap, 1, 0, 0);
    }

    private static void inParallel(int producers, Producer producer) throws Exception {
        for (Throwable failure : failures(producers, producer)) {
            throw new AssertionError(failure);
        }
    }

    private static List<Throwable> failures(int producers, Producer producer)
            throws InterruptedException {
        List<Throwable> failures = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(producers)) {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < producers; i++) {
                int number = i;
                tasks.add(() -> producer.run(number));
            }
            for (Future<Integer> result : threads.invokeAll(tasks)) {
                try {
                    result.get();
                } catch (ExecutionException e) {
                    failures.add(e.getCause());
                }
            }
        }
        return failures;
    }

    @FunctionalInterface
    private interface Producer {
        int run(int number) throws Exception;
    }
}
