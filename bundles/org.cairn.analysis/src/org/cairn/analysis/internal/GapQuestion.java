package org.cairn.analysis.internal;

import org.cairn.analysis.table.Column;
import org.cairn.analysis.table.Column.Kind;
import org.cairn.analysis.table.Table;
import org.cairn.memory.Absence;
import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;
import org.cairn.store.Block;
import org.cairn.store.BlockAt;
import org.cairn.store.Rows;
import org.cairn.store.Store;
import org.cairn.store.StoreException;
import org.cairn.store.StoredHeap;
import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Answers what lies at an address that no block holds: the gap that it lies in, the block that may
 * have been written past its end, what was told of the place, and the bytes themselves.
 */
final class GapQuestion {
    /** So many bytes are shown from the beginning of what is damaged. */
    private static final long SHOWN = 64;

    private static final long ROW = 16;

    private static final List<Column> GAP =
            List.of(
                    new Column("address", Kind.ADDRESS),
                    new Column("size", Kind.BYTES),
                    new Column("reason", Kind.TEXT),
                    new Column("heap", Kind.ADDRESS),
                    new Column("heap_kind", Kind.TEXT),
                    new Column("heap_name", Kind.TEXT),
                    new Column("suspect", Kind.ADDRESS),
                    new Column("suspect_owner", Kind.TEXT));

    private final Store store;
    private final DecodeSetting setting;
    private final List<StoredHeap> heaps;
    private final Progress progress;
    private final long address;
    private final BlockAt neighbours;
    private final Optional<Gap> gap;

    private record Gap(long start, long size, String reason, int heapId) {
        boolean isCorrupt() {
            return reason.equals(Absence.CORRUPT.label());
        }
    }

    /**
     * Looks for the gap.
     *
     * @param store blocks and gaps
     * @param setting the processes, and the decoders that show headers
     * @param heaps to look in
     * @param address unsigned
     * @param neighbours the blocks before and behind it
     * @param progress cancels queries
     */
    GapQuestion(
            Store store,
            DecodeSetting setting,
            List<StoredHeap> heaps,
            long address,
            BlockAt neighbours,
            Progress progress)
            throws StoreException {
        this.store = store;
        this.setting = setting;
        this.heaps = heaps;
        this.address = address;
        this.neighbours = neighbours;
        this.progress = progress;
        gap = gap();
    }

    private Optional<Gap> gap() throws StoreException {
        try (Rows rows =
                store.query(
                        progress,
                        "select address, size, reason, heap_id from gap where "
                                + inHeaps()
                                + " and address <= "
                                + Addresses.hex(address)
                                + " and "
                                + Addresses.hex(address)
                                + "::hugeint - address < size order by size, address desc limit 1")) {
            return rows.next()
                    ? Optional.of(
                            new Gap(
                                    rows.number(0),
                                    rows.number(1),
                                    rows.text(2),
                                    (int) rows.number(3)))
                    : Optional.empty();
        }
    }

    private String inHeaps() {
        return heaps.stream()
                .map(heap -> Integer.toString(heap.id()))
                .collect(Collectors.joining(", ", "heap_id in (", heaps.isEmpty() ? "0)" : ")"));
    }

    /** Where the address lies, for people; begins with a semicolon, or is empty. */
    String text() {
        return gap.map(
                        found ->
                                "; it lies in a gap of "
                                        + Long.toUnsignedString(found.size())
                                        + " bytes at "
                                        + Addresses.hex(found.start())
                                        + ", "
                                        + found.reason()
                                        + suspect().map(GapQuestion::accused).orElse(""))
                .orElse("");
    }

    private static String accused(Block block) {
        return "; block "
                + Addresses.hex(block.address())
                + (block.owner().isEmpty() ? "" : " " + block.owner())
                + " ends where it begins: somebody may have written past its end";
    }

    /** The block in front of damaged bytes. */
    private Optional<Block> suspect() {
        return gap.filter(Gap::isCorrupt)
                .flatMap(
                        found ->
                                neighbours
                                        .previous()
                                        .filter(
                                                block ->
                                                        block.address() + block.size()
                                                                == found.start()));
    }

    /** The tables of the answer. */
    List<Table> tables() throws StoreException {
        List<Table> tables = new ArrayList<>();
        Optional<StoredHeap> heap =
                gap.flatMap(
                        found ->
                                heaps.stream()
                                        .filter(each -> each.id() == found.heapId())
                                        .findFirst());
        if (gap.isPresent() && heap.isPresent()) {
            tables.add(row(gap.get(), heap.get()));
            if (gap.get().isCorrupt()) {
                tables.add(
                        AddressQuestion.header(
                                HeaderQuestion.answer(
                                        setting, heap.get(), gap.get().start(), progress)));
            }
        }
        tables.add(anomalies());
        int process =
                heap.or(() -> heaps.stream().findFirst()).map(StoredHeap::processId).orElse(1) - 1;
        long start = gap.filter(Gap::isCorrupt).map(Gap::start).orElse(address & -ROW);
        tables.add(
                new MemoryTable(
                        setting.system().processes().get(process).space(), start, SHOWN, progress));
        return tables;
    }

    private Table row(Gap found, StoredHeap heap) {
        Optional<Block> suspect = suspect();
        @Nullable
        Object[] row = {
            found.start(),
            found.size(),
            found.reason(),
            heap.root().address(),
            heap.root().kind(),
            heap.root().name(),
            suspect.isPresent() ? suspect.get().address() : null,
            suspect.isPresent() ? suspect.get().owner() : null
        };
        return Table.of("gap", GAP, List.<@Nullable Object[]>of(row));
    }

    /** What was told of the gap; without one, of the hole between blocks of one segment. */
    private Table anomalies() throws StoreException {
        long first = gap.map(Gap::start).or(this::hole).orElse(address);
        long last =
                gap.map(found -> found.start() + found.size() - 1)
                        .or(() -> hole().map(start -> holeEnd()))
                        .orElse(address);
        return new RowsTable(
                "anomalies",
                store.query(
                        progress,
                        "select severity, rule, address, summary, expected, actual, evidence from anomaly where "
                                + inHeaps()
                                + " and address >= "
                                + Addresses.hex(first)
                                + " and address <= "
                                + Addresses.hex(last)
                                + " order by address"),
                Long.MAX_VALUE);
    }

    private Optional<Long> hole() {
        return neighbours
                .previous()
                .filter(
                        before ->
                                neighbours
                                        .next()
                                        .filter(next -> next.heapId() == before.heapId())
                                        .filter(next -> next.segmentId() == before.segmentId())
                                        .isPresent())
                .map(before -> before.address() + before.size());
    }

    private long holeEnd() {
        return neighbours.next().map(next -> next.address() - 1).orElse(address).longValue();
    }
}
