package org.cairn.cli;

import org.cairn.analysis.AnalysisOptions;
import org.cairn.analysis.table.Format;
import org.eclipse.jdt.annotation.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** Options of every command. */
final class CommonOptions {
    private static final int MAX_THREADS = 256;
    private static final long GIGABYTE = 1L << 30;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "table (for people), json, csv or ndjson; default: table")
    private Format format = Format.TABLE;

    @Option(
            names = "--layout",
            paramLabel = "NAME",
            description =
                    "use this type table (such as win10-1903-18362-x64) or system (os2) instead of choosing")
    private Optional<String> layout = Optional.empty();

    @Option(
            names = "--symbols",
            paramLabel = "PATH",
            description = "a file or folder of ISF type tables to use first")
    private Optional<Path> symbols = Optional.empty();

    @Option(
            names = "--symbol-path",
            paramLabel = "PATH",
            defaultValue = "${env:_NT_SYMBOL_PATH:-}",
            description =
                    "folders and stores with PDB and ISF files, as srv*STORE*URL;FOLDER; default: _NT_SYMBOL_PATH")
    private String symbolPath = "";

    @Option(
            names = "--symbol-server",
            description = "ask the servers in the symbol path; else the network is not used")
    private boolean symbolServer;

    @Option(
            names = "--raw",
            description =
                    "physical memory: use the bytes only and search them, whatever the file says"
                            + " about processors and system")
    private boolean raw;

    @Option(
            names = "--scan",
            description =
                    "look for no system: scan all memory for blocks of Windows pools; addresses"
                            + " are those of the dump, of physical memory physical ones")
    private boolean scan;

    @Option(names = "--store", paramLabel = "FILE", description = "keep the decoded blocks in FILE")
    private Optional<Path> store = Optional.empty();

    @Option(names = "--no-store", description = "do not keep the decoded blocks")
    private boolean noStore;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "decode with N threads; default: one for each processor")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--unpack-limit",
            paramLabel = "GB",
            description = "the most gigabytes that a packed dump may have; default: 1024")
    private long unpackLimit = AnalysisOptions.defaults().unpackLimit() / GIGABYTE;

    @Option(names = "--quiet", description = "no progress on the terminal")
    private boolean quiet;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    Format format() {
        return format;
    }

    boolean isQuiet() {
        return quiet;
    }

    AnalysisOptions analysis() {
        if (threads < 1 || threads > MAX_THREADS) {
            throw usage("--threads must be 1 to " + MAX_THREADS);
        }
        if (noStore && store.isPresent()) {
            throw usage("--store and --no-store exclude each other");
        }
        if (unpackLimit < 1 || unpackLimit > Long.MAX_VALUE / GIGABYTE) {
            throw usage("--unpack-limit must be at least 1");
        }
        return AnalysisOptions.defaults()
                .withLayout(layout)
                .withSymbols(symbols)
                .withSymbolPath(symbolPath, symbolServer)
                .withRaw(raw)
                .withScan(scan)
                .withStore(store)
                .withKeepStore(!noStore)
                .withThreads(threads)
                .withUnpackLimit(unpackLimit * GIGABYTE);
    }

    /** A mistake of the caller, to be thrown. */
    ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
