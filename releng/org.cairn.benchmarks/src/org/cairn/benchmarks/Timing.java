package org.cairn.benchmarks;

import java.util.Arrays;

/** Times work. */
final class Timing {
    private Timing() {}

    /** Work that may fail. */
    interface Work {
        void run() throws Exception;
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
