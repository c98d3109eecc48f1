package org.cairn.benchmarks;

import org.cairn.memory.Progress;
import org.cairn.store.BlockOrder;
import org.cairn.store.BlockPage;
import org.cairn.store.BlockQuery;
import org.cairn.store.BlockView;
import org.cairn.store.Store;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/** Pages of 60 rows ordered by size, at random places. */
final class Pages {
    private static final int ROWS = 60;
    private static final int PAGES = 200;
    private static final long SEED = 7;

    private final Store store;
    private final PrintStream out;

    Pages(Store store, PrintStream out) {
        this.store = store;
        this.out = out;
    }

    void run() throws Exception {
        BlockQuery bySize = BlockQuery.ALL.orderedBy(new BlockOrder(BlockOrder.By.SIZE, true));
        try (BlockView view = store.blocks(bySize)) {
            long start = System.nanoTime();
            view.prepare(Progress.NONE);
            double order = (System.nanoTime() - start) / 1e9;
            long rows = view.count(Progress.NONE);
            Random random = new Random(SEED);
            double[] millis = new double[PAGES];
            for (int i = 0; i < PAGES; i++) {
                long first = random.nextLong(Math.max(1, rows - ROWS));
                long begin = System.nanoTime();
                BlockPage page = view.page(first, ROWS, Progress.NONE);
                millis[i] = (System.nanoTime() - begin) / 1e6;
                if (page.blocks().size() != Math.min(rows, ROWS)) {
                    throw new IllegalStateException(
                            "a page of " + page.blocks().size() + " rows at " + first);
                }
            }
            Arrays.sort(millis);
            out.printf(Locale.ROOT, "%-28s %8.3f s%n", "order by size", order);
            out.printf(
                    Locale.ROOT,
                    "%-28s %8.3f ms median, %.3f ms worst of %d%n",
                    "a page of 60 rows by size",
                    millis[PAGES / 2],
                    millis[PAGES - 1],
                    PAGES);
        }
    }
}
