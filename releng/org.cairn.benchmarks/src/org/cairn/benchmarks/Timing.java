package org.cairn.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Times work. */
final class Timing {
    private static final int READ_BUFFER = 1 << 17;

    private Timing() {}

    /** Work that may fail. */
    interface Work {
        void run() throws Exception;
    }

    /**
     * The least of some runs.
     *
     * @param seconds that passed
     * @param processor seconds of all processors
     */
    record Best(double seconds, double processor) {}

    /** The least times of some runs after one that is not counted. */
    static Best best(int runs, Work work) throws Exception {
        work.run();
        double seconds = Double.MAX_VALUE;
        double processor = Double.MAX_VALUE;
        for (int i = 0; i < runs; i++) {
            double before = processor();
            long start = System.nanoTime();
            work.run();
            seconds = Math.min(seconds, (System.nanoTime() - start) / 1e9);
            processor = Math.min(processor, processor() - before);
        }
        return new Best(seconds, processor);
    }

    private static double processor() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }

    /** Reads a file as a tool does that only copies it. */
    static void read(Path file) throws IOException {
        byte[] buffer = new byte[READ_BUFFER];
        try (InputStream in = Files.newInputStream(file);
                OutputStream sink = OutputStream.nullOutputStream()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                sink.write(buffer, 0, count);
            }
        }
    }

    /** The median time of some runs after one that is not counted, in seconds. */
    static double median(int runs, Work work) throws Exception {
        work.run();
        double[] seconds = new double[runs];
        for (int i = 0; i < runs; i++) {
            long start = System.nanoTime();
            work.run();
            seconds[i] = (System.nanoTime() - start) / 1e9;
        }
        Arrays.sort(seconds);
        return seconds[runs / 2];
    }
}
