package org.cairn.analysis;

import org.cairn.store.StoreSettings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a dump is analysed.
 *
 * @param layout a type table's name or a system's family that the user demands, or empty
 * @param symbols a file or folder of type tables (ISF) that come before the shipped ones, or empty
 * @param raw whether a file of physical memory is read without what its container says about
 *     processors and system
 * @param store where the decoded blocks are kept, empty for a place in the cache folder
 * @param keepStore whether the decoded blocks are kept after the analysis is closed
 * @param threads how many heaps are decoded at a time, at least 1
 * @param stallLimit how long a decoder may show no sign of life before it is abandoned
 * @param memoryLimit bytes that the database keeps in memory before it uses the disk, outside of
 *     the Java heap; at least {@link StoreSettings#LEAST_MEMORY}
 */
public record AnalysisOptions(
        Optional<String> layout,
        Optional<Path> symbols,
        boolean raw,
        Optional<Path> store,
        boolean keepStore,
        int threads,
        Duration stallLimit,
        long memoryLimit) {
    private static final Duration STALL_LIMIT = Duration.ofSeconds(20);

    /** Checks the ranges. */
    public AnalysisOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: " + threads);
        }
        if (memoryLimit < StoreSettings.LEAST_MEMORY) {
            throw new IllegalArgumentException("memory limit: " + memoryLimit);
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
                false,
                Optional.empty(),
                true,
                processors,
                STALL_LIMIT,
                StoreSettings.usual().memoryLimit());
    }

    /**
     * Demands a layout.
     *
     * @param value a type table's name or a system's family
     * @return changed options
     */
    public AnalysisOptions withLayout(Optional<String> value) {
        return new AnalysisOptions(
                value, symbols, raw, store, keepStore, threads, stallLimit, memoryLimit);
    }

    /**
     * Adds type tables.
     *
     * @param value a file or folder
     * @return changed options
     */
    public AnalysisOptions withSymbols(Optional<Path> value) {
        return new AnalysisOptions(
                layout, value, raw, store, keepStore, threads, stallLimit, memoryLimit);
    }

    /**
     * Chooses whether the container's notes are ignored.
     *
     * @param value whether only the bytes of physical memory are used
     * @return changed options
     */
    public AnalysisOptions withRaw(boolean value) {
        return new AnalysisOptions(
                layout, symbols, value, store, keepStore, threads, stallLimit, memoryLimit);
    }

    /**
     * Chooses the store's file.
     *
     * @param value a file that may exist as a store or not at all
     * @return changed options
     */
    public AnalysisOptions withStore(Optional<Path> value) {
        return new AnalysisOptions(
                layout, symbols, raw, value, keepStore, threads, stallLimit, memoryLimit);
    }

    /**
     * Chooses whether the store is kept.
     *
     * @param value whether it is kept
     * @return changed options
     */
    public AnalysisOptions withKeepStore(boolean value) {
        return new AnalysisOptions(
                layout, symbols, raw, store, value, threads, stallLimit, memoryLimit);
    }

    /**
     * Chooses the number of threads.
     *
     * @param value at least 1
     * @return changed options
     */
    public AnalysisOptions withThreads(int value) {
        return new AnalysisOptions(
                layout, symbols, raw, store, keepStore, value, stallLimit, memoryLimit);
    }

    /**
     * Chooses the patience with decoders.
     *
     * @param value time without a sign of life
     * @return changed options
     */
    public AnalysisOptions withStallLimit(Duration value) {
        return new AnalysisOptions(
                layout, symbols, raw, store, keepStore, threads, value, memoryLimit);
    }

    /**
     * Chooses the memory of the database.
     *
     * @param value bytes, at least {@link StoreSettings#LEAST_MEMORY}
     * @return changed options
     */
    public AnalysisOptions withMemoryLimit(long value) {
        return new AnalysisOptions(
                layout, symbols, raw, store, keepStore, threads, stallLimit, value);
    }
}
