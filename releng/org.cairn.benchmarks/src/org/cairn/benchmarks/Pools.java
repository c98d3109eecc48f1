package org.cairn.benchmarks;

import org.cairn.analysis.Analysis;
import org.cairn.analysis.AnalysisOptions;
import org.cairn.analysis.AnalysisService;
import org.cairn.analysis.Contributions;
import org.cairn.dump.Dump;
import org.cairn.dump.DumpSource;
import org.cairn.dump.machine.RawMemoryReader;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapDecoder;
import org.cairn.heap.HeapRoot;
import org.cairn.memory.Architecture;
import org.cairn.memory.Progress;
import org.cairn.pool.windows.PagePoolDecoder;
import org.cairn.pool.windows.ScanPoolDecoder;
import org.cairn.store.BlockQuery;
import org.cairn.system.ProcessImage;
import org.cairn.system.SystemImage;
import org.cairn.system.TypeChoice;
import org.cairn.system.windows.WindowsSystem;
import org.cairn.testkit.BenchmarkPools;
import org.cairn.types.ShippedTypes;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Scans memory without page tables for blocks of pools, and walks pools through page tables into a
 * store.
 */
final class Pools {
    private static final int RUNS = 7;
    private static final int MEGABYTES = 4096;
    private static final long BLOCKS = 12_000_000;

    private static final Optional<String> NO_LAYOUT = Optional.empty();

    /** Versions whose blocks lie in segment heaps: each unit of memory may be a header. */
    private static final List<String> SEGMENTS =
            List.of("win10-2004-19041-x64", "win10-2004-19041-x86");

    private final PrintStream out;
    private final Path folder;

    private Pools(PrintStream out, Path folder) {
        this.out = out;
        this.folder = folder;
    }

    /**
     * Runs both.
     *
     * @param out gets the figures
     * @param folder with 7 GB of room
     * @param content a file with memory of some machine, whose bytes the scanned memory also has
     */
    static void run(PrintStream out, Path folder, Optional<Path> content) throws Exception {
        Pools pools = new Pools(out, folder);
        pools.scan(content);
        pools.walk();
    }

    private void scan(Optional<Path> content) throws Exception {
        Path file = folder.resolve("pool-scan.raw");
        if (!Files.exists(file)) {
            byte[] other =
                    content.isPresent() ? Files.readAllBytes(content.get()) : BenchmarkPools.text();
            out.println("blocks=" + BenchmarkPools.memory(file, MEGABYTES, other));
        }
        Timing.Best read = Timing.best(RUNS, () -> Timing.read(file));
        row("read the memory to be scanned", read, read, 0);
        long[] blocks = new long[1];
        Timing.Best alone =
                Timing.best(
                        RUNS,
                        () ->
                                blocks[0] =
                                        decode(
                                                file,
                                                new ScanPoolDecoder(),
                                                NO_LAYOUT,
                                                Pools::bare));
        row("find the version and scan", alone, read, blocks[0]);
        for (String layout : SEGMENTS) {
            Timing.Best chunks =
                    Timing.best(
                            RUNS,
                            () ->
                                    decode(
                                            file,
                                            new ScanPoolDecoder(),
                                            Optional.of(layout),
                                            Pools::bare));
            row("scan as " + layout, chunks, read, 0);
        }
        AnalysisOptions options = options(file).withScan(true);
        Timing.Best stored = Timing.best(RUNS, () -> blocks[0] = store(file, options));
        row("the same, and store", stored, read, blocks[0]);
    }

    private void walk() throws Exception {
        Path file = folder.resolve("pool-walk.raw");
        if (!Files.exists(file)) {
            out.println("blocks=" + BenchmarkPools.machine(file, BLOCKS));
        }
        Timing.Best read = Timing.best(RUNS, () -> Timing.read(file));
        row("read the machine's memory", read, read, 0);
        long[] blocks = new long[1];
        Timing.Best alone =
                Timing.best(
                        RUNS,
                        () ->
                                blocks[0] =
                                        decode(
                                                file,
                                                new PagePoolDecoder(),
                                                NO_LAYOUT,
                                                Pools::kernel));
        row("recognise, find and walk pools", alone, read, blocks[0]);
        Timing.Best stored = Timing.best(RUNS, () -> blocks[0] = store(file, options(file)));
        row("the same, and store", stored, read, blocks[0]);
    }

    private static AnalysisOptions options(Path file) {
        return AnalysisOptions.defaults()
                .withStore(Optional.of(file.resolveSibling(file.getFileName() + ".cairn")));
    }

    private long store(Path file, AnalysisOptions options) throws Exception {
        Files.deleteIfExists(options.store().orElseThrow());
        AnalysisService service =
                new AnalysisService(
                        Contributions.fromServices(Pools.class.getClassLoader()),
                        folder.resolve("cache"));
        try (Analysis analysis = service.open(file, options, Progress.NONE)) {
            return analysis.store(Progress.NONE).blocks(BlockQuery.ALL).count(Progress.NONE);
        }
    }

    /** Makes what a decoder works on. */
    @FunctionalInterface
    private interface Contexts {
        DecodeContext of(Dump dump, TypeChoice types);
    }

    private static DecodeContext bare(Dump dump, TypeChoice types) {
        ProcessImage memory =
                ProcessImage.builder(0, "physical memory", Architecture.X64, dump.memory())
                        .bare()
                        .build();
        SystemImage system =
                new SystemImage("", "", 0, Optional.empty(), List.of(memory), List.of());
        return new DecodeContext(system, memory, types, Progress.NONE);
    }

    private static DecodeContext kernel(Dump dump, TypeChoice types) {
        SystemImage system =
                new WindowsSystem().recognise(dump, types, Progress.NONE).orElseThrow();
        return new DecodeContext(system, system.processes().getFirst(), types, Progress.NONE);
    }

    /** Decodes into nothing, with a thread for each processor. */
    private static long decode(
            Path file, HeapDecoder decoder, Optional<String> layout, Contexts contexts)
            throws Exception {
        try (DumpSource source = DumpSource.open(file);
                ExecutorService workers =
                        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            DecodeContext context =
                    contexts.of(
                            new RawMemoryReader().read(source, Progress.NONE),
                            new TypeChoice(new ShippedTypes(), layout));
            List<Future<Counting>> sinks = new ArrayList<>();
            for (HeapRoot root : decoder.locate(context)) {
                sinks.add(
                        workers.submit(
                                () -> {
                                    Counting sink = new Counting();
                                    decoder.decode(root, context, sink);
                                    return sink;
                                }));
            }
            long blocks = 0;
            for (Future<Counting> sink : sinks) {
                blocks += sink.get().blocks();
            }
            return blocks;
        }
    }

    private void row(String what, Timing.Best took, Timing.Best read, long blocks) {
        out.printf(
                Locale.ROOT,
                "%-32s %7.3f s, %5.2f x reading; processor time %7.3f s, %5.2f x reading%s%n",
                what,
                took.seconds(),
                took.seconds() / read.seconds(),
                took.processor(),
                took.processor() / read.processor(),
                blocks == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "  %,d blocks, %.1f million/s, %.1f million a second of a processor",
                                blocks,
                                blocks / took.seconds() / 1e6,
                                blocks / took.processor() / 1e6));
    }
}
