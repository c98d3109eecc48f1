package org.cairn.analysis;

import org.cairn.dump.packed.UnpackedFiles;
import org.cairn.store.StoreSettings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a dump is analysed.
 *
 * @param layout a type table's name or a system's family that the user demands, or empty
 * @param symbols a file or folder of type tables (ISF) that come before the shipped ones, or empty
 * @param symbolPath where symbol files of the dump's modules are looked for, in the syntax of
 *     {@link org.cairn.types.SymbolPath}; empty for nowhere
 * @param symbolServer whether servers in the symbol path are asked; else the network is not used
 * @param raw whether a file of physical memory is read without what its container says about
 *     processors and system
 * @param scan whether the memory is scanned for blocks as it is there and no system is looked for
 * @param store where the decoded blocks are kept, empty for a place in the cache folder
 * @param keepStore whether the decoded blocks are kept after the analysis is closed
 * @param threads how many heaps are decoded at a time, at least 1
 * @param stallLimit how long a decoder may show no sign of life before it is abandoned
 * @param memoryLimit bytes that the database keeps in memory before it uses the disk, outside of
 *     the Java heap; at least {@link StoreSettings#LEAST_MEMORY}
 * @param unpackLimit the most bytes that a packed dump may have when it is unpacked
 */
public record AnalysisOptions(
        Optional<String> layout,
        Optional<Path> symbols,
        String symbolPath,
        boolean symbolServer,
        boolean raw,
        boolean scan,
        Optional<Path> store,
        boolean keepStore,
        int threads,
        Duration stallLimit,
        long memoryLimit,
        long unpackLimit) {
    private static final Duration STALL_LIMIT = Duration.ofSeconds(20);

    /** Checks the ranges. */
    public AnalysisOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: " + threads);
        }
        if (memoryLimit < StoreSettings.LEAST_MEMORY) {
            throw new IllegalArgumentException("memory limit: " + memoryLimit);
        }
        if (unpackLimit < 0) {
            throw new IllegalArgumentException("unpack limit: " + unpackLimit);
        }
    }

    /**
     * The usual options.
     *
     * @return free choice of layouts, store in the cache folder, one thread for each processor
     */
    public static AnalysisOptions defaults() {
        int processors = Runtime.getRuntime().availableProcessors();
        return new AnalysisOptions(
                Optional.empty(),
                Optional.empty(),
                "",
                false,
                false,
                false,
                Optional.empty(),
                true,
                processors,
                STALL_LIMIT,
                StoreSettings.usual().memoryLimit(),
                UnpackedFiles.USUAL_LIMIT);
    }

    /**
     * Demands a layout.
     *
     * @param value a type table's name or a system's family
     * @return changed options
     */
    public AnalysisOptions withLayout(Optional<String> value) {
        return changed(draft -> draft.layout = value);
    }

    /**
     * Adds type tables.
     *
     * @param value a file or folder
     * @return changed options
     */
    public AnalysisOptions withSymbols(Optional<Path> value) {
        return changed(draft -> draft.symbols = value);
    }

    /**
     * Chooses where symbol files are looked for.
     *
     * @param value a symbol path, empty for nowhere
     * @param server whether servers in it are asked
     * @return changed options
     */
    public AnalysisOptions withSymbolPath(String value, boolean server) {
        return changed(
                draft -> {
                    draft.symbolPath = value;
                    draft.symbolServer = server;
                });
    }

    /**
     * Chooses whether the container's notes are ignored.
     *
     * @param value whether only the bytes of physical memory are used
     * @return changed options
     */
    public AnalysisOptions withRaw(boolean value) {
        return changed(draft -> draft.raw = value);
    }

    /**
     * Chooses whether the memory is only scanned.
     *
     * @param value whether no system is looked for
     * @return changed options
     */
    public AnalysisOptions withScan(boolean value) {
        return changed(draft -> draft.scan = value);
    }

    /**
     * Chooses the store's file.
     *
     * @param value a file that may exist as a store or not at all
     * @return changed options
     */
    public AnalysisOptions withStore(Optional<Path> value) {
        return changed(draft -> draft.store = value);
    }

    /**
     * Chooses whether the store is kept.
     *
     * @param value whether it is kept
     * @return changed options
     */
    public AnalysisOptions withKeepStore(boolean value) {
        return changed(draft -> draft.keepStore = value);
    }

    /**
     * Chooses the number of threads.
     *
     * @param value at least 1
     * @return changed options
     */
    public AnalysisOptions withThreads(int value) {
        return changed(draft -> draft.threads = value);
    }

    /**
     * Chooses the patience with decoders.
     *
     * @param value time without a sign of life
     * @return changed options
     */
    public AnalysisOptions withStallLimit(Duration value) {
        return changed(draft -> draft.stallLimit = value);
    }

    /**
     * Chooses the memory of the database.
     *
     * @param value bytes, at least {@link StoreSettings#LEAST_MEMORY}
     * @return changed options
     */
    public AnalysisOptions withMemoryLimit(long value) {
        return changed(draft -> draft.memoryLimit = value);
    }

    /**
     * Chooses how large a packed dump may become.
     *
     * @param value bytes
     * @return changed options
     */
    public AnalysisOptions withUnpackLimit(long value) {
        return changed(draft -> draft.unpackLimit = value);
    }

    private AnalysisOptions changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.options();
    }

    /** A copy in which options are changed. */
    private static final class Draft {
        private Optional<String> layout;
        private Optional<Path> symbols;
        private String symbolPath;
        private boolean symbolServer;
        private boolean raw;
        private boolean scan;
        private Optional<Path> store;
        private boolean keepStore;
        private int threads;
        private Duration stallLimit;
        private long memoryLimit;
        private long unpackLimit;

        Draft(AnalysisOptions from) {
            layout = from.layout;
            symbols = from.symbols;
            symbolPath = from.symbolPath;
            symbolServer = from.symbolServer;
            raw = from.raw;
            scan = from.scan;
            store = from.store;
            keepStore = from.keepStore;
            threads = from.threads;
            stallLimit = from.stallLimit;
            memoryLimit = from.memoryLimit;
            unpackLimit = from.unpackLimit;
        }

        AnalysisOptions options() {
            return new AnalysisOptions(
                    layout,
                    symbols,
                    symbolPath,
                    symbolServer,
                    raw,
                    scan,
                    store,
                    keepStore,
                    threads,
                    stallLimit,
                    memoryLimit,
                    unpackLimit);
        }
    }
}
