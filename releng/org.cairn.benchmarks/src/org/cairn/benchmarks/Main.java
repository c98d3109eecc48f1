package org.cairn.benchmarks;

import org.cairn.analysis.Analysis;
import org.cairn.analysis.AnalysisOptions;
import org.cairn.analysis.AnalysisService;
import org.cairn.analysis.Contributions;
import org.cairn.memory.Progress;
import org.cairn.store.BlockQuery;
import org.cairn.testkit.BenchmarkDump;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes a dump of 20 million blocks (or as many as its second argument says) into the folder that
 * its first argument names, runs the main job on it again and again, and prints the medians beside
 * the time that reading the file takes.
 */
public final class Main {
    private static final int RUNS = 5;
    private static final long BLOCKS = 20_000_000;
    private static final String LFH = "lfh";
    private static final String RANGES = "ranges";
    private static final String POOLS = "pools";

    private final PrintStream out;
    private final boolean lfh;
    private final Path dump;
    private final Path cache;

    private Main(PrintStream out, Path folder, boolean lfh) {
        this.out = out;
        this.lfh = lfh;
        this.dump = folder.resolve(lfh ? "benchmark-lfh.dmp" : "benchmark.dmp");
        this.cache = folder.resolve("cache");
    }

    /**
     * Runs the benchmark.
     *
     * @param arguments a folder with 4 GB of room, and optionally {@code ranges} to open minidumps
     *     of few and many ranges; {@code pools} to scan for and walk pools (8 GB of room), with a
     *     file of memory of some machine; or the number of blocks, and {@code lfh} to have half of
     *     them in low-fragmentation heaps
     * @throws Exception when anything fails
     */
    public static void main(String[] arguments) throws Exception {
        Path folder =
                Files.createDirectories(
                        Path.of(arguments.length > 0 ? arguments[0] : "target/benchmark"));
        if (arguments.length > 1 && arguments[1].equals(RANGES)) {
            ManyRanges.run(System.out, folder);
            System.exit(0);
        }
        if (arguments.length > 1 && arguments[1].equals(POOLS)) {
            Pools.run(
                    System.out, folder, Arrays.stream(arguments).skip(2).map(Path::of).findFirst());
            System.exit(0);
        }
        long blocks = arguments.length > 1 ? Long.parseLong(arguments[1]) : BLOCKS;
        boolean lfh = arguments.length > 2 && arguments[2].equals(LFH);
        new Main(System.out, folder, lfh).run(blocks);
        System.exit(0);
    }

    private void run(long blocks) throws Exception {
        if (!Files.exists(dump)) {
            String number = Long.toString(blocks);
            BenchmarkDump.main(
                    lfh
                            ? new String[] {dump.toString(), number, LFH}
                            : new String[] {dump.toString(), number});
        }
        out.println(
                Files.size(dump)
                        + " bytes, "
                        + Runtime.getRuntime().availableProcessors()
                        + " processors, heap "
                        + (Runtime.getRuntime().maxMemory() >> 20)
                        + " MiB");
        double read = Timing.median(RUNS, () -> Timing.read(dump));
        row("read the file", read, read, 0);
        DecodeAlone decode = new DecodeAlone(dump);
        row("decode alone", Timing.median(RUNS, decode::run), read, decode.blocks());
        double whole =
                Timing.median(
                        RUNS,
                        () -> {
                            Files.deleteIfExists(store());
                            open().close();
                        });
        long stored;
        try (Analysis analysis = open()) {
            stored = analysis.store(Progress.NONE).blocks(BlockQuery.ALL).count(Progress.NONE);
        }
        row("decode and store", whole, read, stored);
        row("open again from the store", Timing.median(RUNS, () -> open().close()), read, 0);
        try (Analysis analysis = open()) {
            new Pages(analysis.store(Progress.NONE), out).run();
        }
        if (stored != decode.blocks()) {
            throw new IllegalStateException(
                    decode.blocks() + " blocks decoded, " + stored + " stored");
        }
    }

    private Path store() {
        return cache.resolve("benchmark.cairn");
    }

    private Analysis open() throws Exception {
        AnalysisService service =
                new AnalysisService(Contributions.fromServices(Main.class.getClassLoader()), cache);
        AnalysisOptions options = AnalysisOptions.defaults().withStore(Optional.of(store()));
        Analysis analysis = service.open(dump, options, Progress.NONE);
        analysis.store(Progress.NONE);
        return analysis;
    }

    private void row(String what, double seconds, double read, long blocks) {
        out.printf(
                Locale.ROOT,
                "%-28s %8.3f s  %6.2f x reading%s%n",
                what,
                seconds,
                seconds / read,
                blocks == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "  %,d blocks, %.1f million/s",
                                blocks,
                                blocks / seconds / 1e6));
    }
}
