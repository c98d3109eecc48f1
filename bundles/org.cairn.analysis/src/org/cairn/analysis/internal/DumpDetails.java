package org.cairn.analysis.internal;

import org.cairn.analysis.table.Column;
import org.cairn.analysis.table.Column.Kind;
import org.cairn.analysis.table.Table;
import org.cairn.dump.Dump;
import org.cairn.dump.DumpHandle;
import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpThreadInfo;
import org.eclipse.jdt.annotation.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a container lists besides memory: handles, unloaded modules, names of threads. */
public final class DumpDetails {
    /** {@code FILETIME} counts 100 ns from the beginning of 1601. */
    private static final long TICKS_PER_SECOND = 10_000_000;

    private static final long EPOCH_1601 = 11_644_473_600L;
    private static final long NANOSECONDS_PER_TICK = 100;

    private DumpDetails() {}

    /**
     * The lists that the container has.
     *
     * @param dump what was read
     * @return a table for each list that is not empty
     */
    public static List<Table> of(Dump dump) {
        List<Table> tables = new ArrayList<>();
        if (!dump.threadInfos().isEmpty()) {
            tables.add(threads(dump.threadInfos()));
        }
        if (!dump.unloadedModules().isEmpty()) {
            tables.add(unloaded(dump.unloadedModules()));
        }
        if (!dump.handles().isEmpty()) {
            tables.add(handles(dump.handles()));
        }
        return tables;
    }

    private static Table threads(List<DumpThreadInfo> infos) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (DumpThreadInfo info : infos) {
            rows.add(
                    new @Nullable Object[] {
                        info.threadId(),
                        info.name(),
                        info.startAddress() == 0 ? null : info.startAddress(),
                        time(info.created()),
                        time(info.exited()),
                        seconds(info.kernelTime()),
                        seconds(info.userTime())
                    });
        }
        return Table.of(
                "thread_infos",
                List.of(
                        new Column("thread", Kind.NUMBER),
                        new Column("name", Kind.TEXT),
                        new Column("start_address", Kind.ADDRESS),
                        new Column("created", Kind.TEXT),
                        new Column("exited", Kind.TEXT),
                        new Column("kernel_time", Kind.TEXT),
                        new Column("user_time", Kind.TEXT)),
                rows);
    }

    private static @Nullable String time(long ticks) {
        return ticks <= 0
                ? null
                : Instant.ofEpochSecond(ticks / TICKS_PER_SECOND - EPOCH_1601).toString();
    }

    private static @Nullable String seconds(long ticks) {
        return ticks <= 0 || ticks > Long.MAX_VALUE / NANOSECONDS_PER_TICK
                ? null
                : Duration.ofNanos(ticks * NANOSECONDS_PER_TICK).toMillis() + " ms";
    }

    private static Table unloaded(List<DumpModule> modules) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (DumpModule module : modules) {
            rows.add(
                    new @Nullable Object[] {
                        module.base(),
                        module.size(),
                        module.name(),
                        module.timeDateStamp(),
                        module.checkSum()
                    });
        }
        return Table.of(
                "unloaded_modules",
                List.of(
                        new Column("base", Kind.ADDRESS),
                        new Column("size", Kind.BYTES),
                        new Column("name", Kind.TEXT),
                        new Column("time_date_stamp", Kind.ADDRESS),
                        new Column("checksum", Kind.ADDRESS)),
                rows);
    }

    /** The number of handles by the type of their objects, most first. */
    private static Table handles(List<DumpHandle> handles) {
        Map<String, Long> counts = new TreeMap<>();
        handles.forEach(handle -> counts.merge(handle.type(), 1L, Long::sum));
        List<@Nullable Object[]> rows = new ArrayList<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .forEach(type -> rows.add(new @Nullable Object[] {type.getKey(), type.getValue()}));
        return Table.of(
                "handle_types",
                List.of(new Column("type", Kind.TEXT), new Column("count", Kind.COUNT)),
                rows);
    }
}
