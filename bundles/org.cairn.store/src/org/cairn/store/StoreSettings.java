package org.cairn.store;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How much of the machine a store may use. The database's memory is outside of the Java heap.
 *
 * @param memoryLimit bytes that the database keeps in memory before it uses the disk, at least
 *     {@link #LEAST_MEMORY}. With 256 MiB, a process that loads and sorts 100 million blocks grows
 *     to 520 MiB, Java heap included
 * @param threads threads for loading and for each query, 1 or more
 * @param temporaryFolder where the database spills to, and where temporary stores lie; empty for
 *     the folder of the store, or that of {@code java.io.tmpdir} when that cannot be written
 */
public record StoreSettings(long memoryLimit, int threads, Optional<Path> temporaryFolder) {
    /** The least memory limit: with less, 20 million blocks cannot be sorted. In bytes. */
    public static final long LEAST_MEMORY = 128L << 20;

    private static final long USUAL_MEMORY = 256L << 20;

    /** Checks the numbers. */
    public StoreSettings {
        if (memoryLimit < LEAST_MEMORY) {
            throw new IllegalArgumentException("memory limit of " + memoryLimit + " bytes");
        }
        if (threads < 1) {
            throw new IllegalArgumentException(threads + " threads");
        }
    }

    /**
     * Settings that load and sort 100 million blocks beside a Java heap of 512 MiB.
     *
     * @return 256 MiB and all processors
     */
    public static StoreSettings usual() {
        return new StoreSettings(
                USUAL_MEMORY, Runtime.getRuntime().availableProcessors(), Optional.empty());
    }

    /**
     * The same with another number of threads.
     *
     * @param count 1 or more
     * @return new settings
     */
    public StoreSettings withThreads(int count) {
        return new StoreSettings(memoryLimit, count, temporaryFolder);
    }

    /**
     * The same with another memory limit.
     *
     * @param bytes at least {@link #LEAST_MEMORY}
     * @return new settings
     */
    public StoreSettings withMemoryLimit(long bytes) {
        return new StoreSettings(bytes, threads, temporaryFolder);
    }

    /**
     * The same with a folder for temporary files.
     *
     * @param folder an existing folder
     * @return new settings
     */
    public StoreSettings withTemporaryFolder(Path folder) {
        return new StoreSettings(memoryLimit, threads, Optional.of(folder));
    }
}
