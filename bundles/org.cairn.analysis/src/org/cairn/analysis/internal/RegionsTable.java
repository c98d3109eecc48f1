package org.cairn.analysis.internal;

import org.cairn.analysis.FoundHeap;
import org.cairn.analysis.table.Column;
import org.cairn.analysis.table.Column.Kind;
import org.cairn.analysis.table.Table;
import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpRegion;
import org.cairn.dump.DumpThread;
import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.cairn.system.ProcessImage;
import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What ranges of addresses are for, one row for each region. Where the dump describes no regions,
 * the stretches that are there stand for them.
 */
public final class RegionsTable {
    private static final List<Column> COLUMNS =
            List.of(
                    new Column("pid", Kind.NUMBER),
                    new Column("process", Kind.TEXT),
                    new Column("start", Kind.ADDRESS),
                    new Column("last", Kind.ADDRESS),
                    new Column("size", Kind.BYTES),
                    new Column("kind", Kind.TEXT),
                    new Column("state", Kind.TEXT),
                    new Column("protection", Kind.TEXT),
                    new Column("present_bytes", Kind.BYTES),
                    new Column("absent", Kind.TEXT),
                    new Column("use", Kind.TEXT));

    private final ProcessImage process;
    private final Progress progress;
    private final TreeMap<Long, Use> uses = new TreeMap<>(Long::compareUnsigned);

    private RegionsTable(ProcessImage process, List<Long> heaps, Progress progress) {
        this.process = process;
        this.progress = progress;
        for (DumpModule module : process.modules()) {
            add(module.base(), module.size(), module.fileName());
        }
        heaps.forEach(heap -> add(heap, 1, "heap " + Addresses.hex(heap)));
        for (DumpThread thread : process.threads()) {
            add(thread.stackStart(), thread.stackSize(), "stack of thread " + thread.id());
            add(thread.teb(), 1, "TEB of thread " + thread.id());
        }
        add(process.facts().peb(), 1, "PEB");
        add(process.facts().peb32(), 1, "32-bit PEB");
    }

    /** A range whose use is known. */
    private record Use(long start, long last, String what) {}

    private void add(long start, long size, String what) {
        if (start != 0 && size != 0) {
            uses.putIfAbsent(start, new Use(start, start + size - 1, what));
        }
    }

    /**
     * Lists regions.
     *
     * @param processes whose; of those with an own part of the addresses, that part
     * @param indexes of the processes in the system
     * @param heaps that were found
     * @param progress cancels the work
     * @return the rows, made process by process as they are read
     */
    public static Table of(
            List<ProcessImage> processes,
            List<Integer> indexes,
            List<FoundHeap> heaps,
            Progress progress) {
        Iterator<Integer> order = indexes.iterator();
        return new Table() {
            private Iterator<@Nullable Object[]> part = Collections.emptyIterator();

            @Override
            public String name() {
                return "regions";
            }

            @Override
            public List<Column> columns() {
                return COLUMNS;
            }

            @Override
            public @Nullable Object @Nullable [] next() {
                while (!part.hasNext() && order.hasNext()) {
                    int index = order.next();
                    List<Long> own =
                            heaps.stream()
                                    .filter(heap -> heap.process() == index)
                                    .map(heap -> heap.root().address())
                                    .toList();
                    part = new RegionsTable(processes.get(index), own, progress).rows().iterator();
                }
                return part.hasNext() ? part.next() : null;
            }

            @Override
            public void close() {
                // nothing is held
            }
        };
    }

    private List<@Nullable Object[]> rows() {
        List<DumpRegion> regions = new ArrayList<>(process.regions());
        if (regions.isEmpty()) {
            regions.addAll(stretches());
        }
        regions.removeIf(region -> Long.compareUnsigned(region.last(), region.start()) < 0);
        regions.sort(Comparator.comparing(DumpRegion::start, Long::compareUnsigned));
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (DumpRegion region : regions) {
            progress.checkCancelled();
            rows.add(row(region));
        }
        return rows;
    }

    /** Neighbouring runs of bytes, as one. */
    private List<DumpRegion> stretches() {
        List<DumpRegion> stretches = new ArrayList<>();
        for (Run.Mapped run : process.space().mapped(0, process.lastUserAddress())) {
            progress.checkCancelled();
            boolean continues =
                    !stretches.isEmpty() && stretches.getLast().last() + 1 == run.start();
            long start = continues ? stretches.removeLast().start() : run.start();
            stretches.add(new DumpRegion(start, run.last(), 0, "", "", ""));
        }
        return stretches;
    }

    private @Nullable Object[] row(DumpRegion region) {
        Presence presence = presence(region);
        return new @Nullable Object[] {
            process.id(),
            SystemTables.text(process.name()),
            region.start(),
            region.last(),
            region.last() - region.start() + 1,
            SystemTables.text(region.kind()),
            SystemTables.text(region.state()),
            SystemTables.text(region.protection()),
            presence.bytes(),
            SystemTables.text(presence.absent()),
            SystemTables.text(use(region))
        };
    }

    /** How much of a region is there, and why the first part that is not there is absent. */
    private record Presence(long bytes, String absent) {}

    private Presence presence(DumpRegion region) {
        long bytes = 0;
        long next = region.start();
        String absent = "";
        for (Run.Mapped run : process.space().mapped(region.start(), region.last())) {
            progress.checkCancelled();
            if (absent.isEmpty() && run.start() != next) {
                absent = why(next);
            }
            bytes += run.bytes().byteSize();
            next = run.last() + 1;
        }
        if (absent.isEmpty() && bytes < region.last() - region.start() + 1) {
            absent = why(next);
        }
        return new Presence(bytes, absent);
    }

    private String why(long address) {
        return process.space().runAt(address) instanceof Run.Absent absent
                ? absent.why().label()
                : "";
    }

    private String use(DumpRegion region) {
        List<String> found = new ArrayList<>();
        Map.@Nullable Entry<Long, Use> before = uses.floorEntry(region.start());
        if (before != null
                && before.getKey() != region.start()
                && Long.compareUnsigned(before.getValue().last(), region.start()) >= 0) {
            found.add(before.getValue().what());
        }
        uses.subMap(region.start(), true, region.last(), true).values().stream()
                .map(Use::what)
                .forEach(found::add);
        return String.join(", ", found);
    }
}
