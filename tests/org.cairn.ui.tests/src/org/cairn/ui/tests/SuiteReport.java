package org.cairn.ui.tests;

import org.cairn.ui.driver.Watchdog;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What is measured from the first test of the window to the last. */
final class SuiteReport implements AutoCloseable {
    private static final long FEWEST_EVENTS = 100;
    private static final String FILE = "ui-events.txt";

    private final Watchdog watchdog;

    private SuiteReport(Watchdog watchdog) {
        this.watchdog = watchdog;
    }

    static SuiteReport begin() {
        return new SuiteReport(Watchdog.start());
    }

    @Override
    public void close() throws IOException {
        watchdog.close();
        List<String> lines = new ArrayList<>(watchdog.report());
        lines.add(
                "Java heap: %,d KiB after collections, of %,d KiB (%s)"
                        .formatted(
                                live() / 1024,
                                Runtime.getRuntime().maxMemory() / 1024,
                                heapOption()));
        Files.write(Samples.results().resolve(FILE), lines);
        lines.forEach(System.out::println);
        if (watchdog.events() < FEWEST_EVENTS) {
            throw new IllegalStateException("only %d events measured".formatted(watchdog.events()));
        }
    }

    /** What the last collections left, in bytes. */
    private static long live() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getCollectionUsage)
                .filter(Objects::nonNull)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
    }

    private static String heapOption() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-Xmx"))
                .reduce((_, last) -> last)
                .orElse("no -Xmx");
    }
}
