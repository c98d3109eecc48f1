package org.cairn.store;

import org.cairn.heap.BlockKind;
import org.cairn.heap.BlockState;
import org.cairn.heap.Confidence;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.Owner;
import org.cairn.memory.Architecture;
import org.cairn.memory.Progress;
import org.cairn.system.ProcessImage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Prints how fast a store loads and answers: {@code rows producers threads memoryMiB folder}. The
 * blocks are those of kernel heaps of 2 million blocks each, with sizes, states and owners that
 * look random.
 */
public final class LoadMeasurement {
    private static final int HEAP_ROWS = 2_000_000;
    private static final int SEGMENT_ROWS = 65_536;
    private static final int OWNERS = 1023;
    private static final long BASE = 0xffff_8000_0000_0000L;

    private LoadMeasurement() {}

    public static void main(String[] args) throws Exception {
        int rows = Integer.parseInt(args[0]);
        int producers = Integer.parseInt(args[1]);
        StoreSettings settings =
                StoreSettings.usual()
                        .withThreads(Integer.parseInt(args[2]))
                        .withMemoryLimit(Long.parseLong(args[3]) << 20);
        Path file = Path.of(args[4], "measured-" + ProcessHandle.current().pid() + ".cairn");
        try {
            measure(rows, producers, settings, file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void measure(int rows, int producers, StoreSettings settings, Path file)
            throws Exception {
        Watch watch = new Watch();
        try (StoreWriter writer = StoreWriter.create(file, "key", settings)) {
            watch.print("create");
            load(writer, rows, producers);
            watch.print("load", rows);
            try (Store store =
                    writer.complete(
                            new DumpDescription(
                                    "measured", "none", "", 0, "x64", "virtual", "1"))) {
                watch.print("complete", rows);
                System.out.printf("file %d MB%n", Files.size(file) >> 20);
                ask(store, rows, watch);
            }
            watch.print("close");
        }
    }

    private static void load(StoreWriter writer, int rows, int producers) throws Exception {
        int process =
                writer.process(
                        new ProcessImage(
                                0,
                                "kernel",
                                Architecture.X64,
                                SampleStore.NO_MEMORY,
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of()));
        for (int i = 1; i <= OWNERS; i++) {
            writer.owner(
                    new Owner("pool tag", "T" + i, "tag " + i, "", Confidence.CERTAIN, "header"));
        }
        writer.kind(new BlockKind("regular"));
        writer.kind(new BlockKind("large"));
        int heaps = Math.ceilDiv(rows, HEAP_ROWS);
        for (int heap = 0; heap < heaps; heap++) {
            writer.heap(
                    process,
                    new HeapRoot(
                            address(heap * HEAP_ROWS),
                            "measured heap",
                            "",
                            Architecture.X64,
                            "",
                            "",
                            HeapRoot.Status.PRESENT,
                            ""),
                    "measured");
        }
        try (BlockLoad load = writer.load(producers)) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < producers; i++) {
                int number = i;
                threads.add(
                        Thread.ofPlatform().start(() -> produce(load, rows, number, producers)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            load.finish();
        }
    }

    private static void produce(BlockLoad load, int rows, int producer, int producers) {
        try {
            BlockColumns batch = load.take();
            int stride = SEGMENT_ROWS * producers;
            for (int start = producer * SEGMENT_ROWS; start < rows; start += stride) {
                for (int i = start; i < Math.min(rows, start + SEGMENT_ROWS); i++) {
                    if (batch.isFull()) {
                        load.put(batch);
                        batch = load.take();
                    }
                    add(batch, i);
                }
            }
            load.put(batch);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(BlockColumns batch, int i) {
        int random = random(i);
        long size = ((random >>> 24) + 2) * 16L;
        batch.add(
                address(i),
                size,
                address(i) + 16,
                size - 16 - (random & 15),
                (random >> 4 & 3) == 0 ? BlockState.FREE : BlockState.BUSY,
                1 + (random >> 8 & 1),
                1 + i / HEAP_ROWS,
                1 + i / SEGMENT_ROWS,
                random >>> 10 & OWNERS,
                0);
    }

    private static int random(int i) {
        int x = i * 0x9E3779B9;
        x ^= x >>> 15;
        x *= 0x85ebca6b;
        return x ^ x >>> 13;
    }

    private static long address(int i) {
        return BASE + i * 4200L + (random(i) & 0x3f) * 16;
    }

    private static void ask(Store store, int rows, Watch watch) throws Exception {
        sql(store, watch, "select * from heaps");
        sql(store, watch, "select * from owners order by bytes desc");
        sql(store, watch, "select count(*) from blocks where size > 2000");
        sql(store, watch, "select count(*) from blocks where size > 2000 and owner = 'tag 77'");
        sql(store, watch, "select * from blocks order by size desc limit 100");
        sql(store, watch, "select sum(size) from blocks where address > 0xffff800000100000");
        at(store, watch, address(rows / 2) + 5);
        at(store, watch, address(rows / 2) + 5);
        at(store, watch, address(rows / 2) + 4150);
        at(store, watch, address(rows / 2) + 4150);
        for (BlockOrder.By by :
                List.of(
                        BlockOrder.By.ADDRESS,
                        BlockOrder.By.SIZE,
                        BlockOrder.By.OWNER,
                        BlockOrder.By.HEAP)) {
            page(store, watch, rows, BlockQuery.ALL.orderedBy(new BlockOrder(by, true)));
        }
        page(
                store,
                watch,
                rows / 4,
                BlockQuery.ALL
                        .withState(BlockState.BUSY)
                        .where("size > 1000 and owner_kind = 'pool tag'")
                        .orderedBy(new BlockOrder(BlockOrder.By.SIZE, true)));
        try (BlockView view = store.blocks(BlockQuery.ALL.orderedBy(BlockOrder.AS_STORED));
                BlockCursor cursor = view.rows(5_000_000, Progress.NONE)) {
            long sum = 0;
            while (cursor.next()) {
                sum += cursor.address() + cursor.size() + cursor.owner().length();
            }
            watch.print("5 million blocks with a cursor: " + sum);
        }
    }

    private static void page(Store store, Watch watch, long rows, BlockQuery query)
            throws StoreException {
        try (BlockView view = store.blocks(query)) {
            String what = query.order().toString();
            view.page(0, 60, Progress.NONE);
            watch.print("first page " + what);
            view.count(Progress.NONE);
            watch.print("count");
            view.prepare(Progress.NONE);
            watch.print("order");
            for (int i = 0; i < 5; i++) {
                view.page(rows / 5 * i, 60, Progress.NONE);
                watch.print("page");
            }
        }
        watch.print("close");
    }

    private static void sql(Store store, Watch watch, String sql) throws StoreException {
        try (Rows rows = store.query(Progress.NONE, sql)) {
            while (rows.next()) {
                rows.text(0);
            }
        }
        watch.print(sql);
    }

    private static void at(Store store, Watch watch, long address) throws StoreException {
        boolean found = store.blockAt(address, Optional.empty(), Progress.NONE).block().isPresent();
        watch.print(found ? "block at an address" : "no block at an address");
    }

    /** Prints the time since the last line, the processor time, and the memory of the process. */
    private static final class Watch {
        private long time = System.nanoTime();
        private long cpu = cpu();

        void print(String what) throws StoreException {
            print(what, 0);
        }

        void print(String what, int rows) throws StoreException {
            double seconds = (System.nanoTime() - time) / 1e9;
            double cpuSeconds = (cpu() - cpu) / 1e9;
            System.out.printf(
                    "%8.3f s (cpu %7.3f s) %s memory %s: %s%n",
                    seconds,
                    cpuSeconds,
                    rows == 0 ? "" : "%.2f million rows/s".formatted(rows / seconds / 1e6),
                    memory(),
                    what);
            time = System.nanoTime();
            cpu = cpu();
        }

        private static long cpu() {
            return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
        }

        private static String memory() throws StoreException {
            Path status = Path.of("/proc/self/status");
            if (!Files.exists(status)) {
                return "unknown";
            }
            try {
                StringBuilder result = new StringBuilder();
                for (String line : Files.readAllLines(status)) {
                    if (line.startsWith("VmHWM") || line.startsWith("VmRSS")) {
                        long kib = Long.parseLong(line.replaceAll("\\D", ""));
                        result.append(line, 2, 5).append(' ').append(kib >> 10).append(" MiB ");
                    }
                }
                return result.toString();
            } catch (IOException e) {
                throw new StoreException("memory", e);
            }
        }
    }
}
