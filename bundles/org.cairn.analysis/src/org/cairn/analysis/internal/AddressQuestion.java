package org.cairn.analysis.internal;

import org.cairn.analysis.AddressReport;
import org.cairn.analysis.AddressReport.Place;
import org.cairn.analysis.table.Column;
import org.cairn.analysis.table.Column.Kind;
import org.cairn.analysis.table.Table;
import org.cairn.heap.FieldValue;
import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.cairn.memory.Run;
import org.cairn.store.Block;
import org.cairn.store.BlockAt;
import org.cairn.store.Store;
import org.cairn.store.StoreException;
import org.cairn.store.StoredHeap;
import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers what lies at an address. */
public final class AddressQuestion {
    private static final List<Column> HEADER =
            List.of(
                    new Column("field", Kind.TEXT),
                    new Column("address", Kind.ADDRESS),
                    new Column("size", Kind.BYTES),
                    new Column("raw", Kind.TEXT),
                    new Column("value", Kind.TEXT));

    private static final List<Column> NEIGHBOURS =
            List.of(
                    new Column("neighbour", Kind.TEXT),
                    new Column("address", Kind.ADDRESS),
                    new Column("size", Kind.BYTES),
                    new Column("user_address", Kind.ADDRESS),
                    new Column("user_size", Kind.BYTES),
                    new Column("state", Kind.TEXT),
                    new Column("kind", Kind.TEXT),
                    new Column("owner", Kind.TEXT));

    private final Store store;
    private final DecodeSetting setting;
    private final List<Integer> processes;
    private final Progress progress;

    /**
     * Prepares the question.
     *
     * @param store the blocks
     * @param setting the processes, and the decoders that show headers
     * @param processes indexes of the processes to look in
     * @param progress cancels queries
     */
    public AddressQuestion(
            Store store, DecodeSetting setting, List<Integer> processes, Progress progress) {
        this.store = store;
        this.setting = setting;
        this.processes = processes;
        this.progress = progress;
    }

    /**
     * Looks for the block that holds an address.
     *
     * @param address unsigned
     * @return what is known of it
     * @throws StoreException when the store cannot be read
     * @throws CancelledException when the work was cancelled
     */
    public AddressReport answer(long address) throws StoreException {
        List<StoredHeap> heaps =
                store.heaps().stream()
                        .filter(heap -> processes.contains(heap.processId() - 1))
                        .toList();
        BlockAt found = holder(address, Optional.of(heaps.stream().map(StoredHeap::id).toList()));
        List<Table> tables = new ArrayList<>();
        String where = "";
        if (found.block().isPresent()) {
            Block block = found.block().get();
            StoredHeap heap =
                    heaps.stream()
                            .filter(each -> each.id() == block.heapId())
                            .findFirst()
                            .orElseThrow();
            tables.add(block(block));
            tables.add(header(HeaderQuestion.answer(setting, heap, block.address(), progress)));
            tables.add(anomalies(block));
        } else {
            GapQuestion gap = new GapQuestion(store, setting, heaps, address, found, progress);
            tables.addAll(gap.tables());
            where = gap.text();
        }
        tables.add(neighbours(found));
        for (int process : processes) {
            tables.addAll(ListingTables.at(setting.system().processes().get(process), address));
        }
        return new AddressReport(
                address,
                found.block().map(block -> place(block, address)),
                memory(address) + where,
                tables);
    }

    /**
     * The block whose data holds the address. It may run on into the header of the block behind:
     * the first address of that block is its own all the same, unless the data begins there.
     */
    private BlockAt holder(long address, Optional<List<Integer>> heaps) throws StoreException {
        BlockAt found = store.blockAt(address, heaps, progress);
        Optional<Block> before =
                found.previous()
                        .filter(block -> isData(block, address))
                        .filter(
                                block ->
                                        block.userAddress() == address
                                                || found.block()
                                                        .filter(at -> at.address() == address)
                                                        .isEmpty());
        boolean own = found.block().filter(block -> isData(block, address)).isPresent();
        return own || before.isEmpty()
                ? found
                : store.blockAt(before.get().address(), heaps, progress);
    }

    private static boolean isData(Block block, long address) {
        return Long.compareUnsigned(address - block.userAddress(), block.userSize()) < 0;
    }

    private static Place place(Block block, long address) {
        long inUser = address - block.userAddress();
        if (Long.compareUnsigned(address, block.userAddress()) < 0) {
            return new Place(block.address(), "the header", address - block.address());
        }
        return Long.compareUnsigned(inUser, block.userSize()) < 0
                ? new Place(block.address(), "the user data", inUser)
                : new Place(block.address(), "the " + block.rest(), inUser - block.userSize());
    }

    private String memory(long address) {
        for (int process : processes) {
            if (setting.system().processes().get(process).space().runAt(address)
                    instanceof Run.Absent absent) {
                return "its memory is " + absent.why().label();
            }
        }
        return "its memory is in the dump";
    }

    private Table block(Block block) throws StoreException {
        return new RowsTable(
                "block",
                store.query(
                        progress,
                        "select b.address, b.size, b.user_address, b.user_size, b.state, b.kind, b.flags, b.pid, b.heap,"
                                + " h.kind as heap_kind, h.name as heap_name, h.layout, b.owner,"
                                + " o.kind as owner_kind, o.key as owner_key,"
                                + " o.description, b.owner_confidence as confidence, o.evidence from blocks b join heaps h using (heap_id)"
                                + " left join owner o using (owner_id) where b.block_id = "
                                + block.id()),
                Long.MAX_VALUE);
    }

    /** Anomalies from the block's header to the one behind it, which an overrun damages. */
    private Table anomalies(Block block) throws StoreException {
        return new RowsTable(
                "anomalies",
                store.query(
                        progress,
                        "select severity, rule, address, summary, expected, actual, evidence from anomaly"
                                + " where heap_id = "
                                + block.heapId()
                                + " and address >= "
                                + Addresses.hex(block.address())
                                + " and address <= "
                                + Addresses.hex(block.address() + block.size())
                                + " order by address"),
                Long.MAX_VALUE);
    }

    static Table header(List<FieldValue> fields) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (FieldValue field : fields) {
            rows.add(
                    new @Nullable Object[] {
                        field.name(),
                        field.address(),
                        (long) field.size(),
                        field.raw(),
                        field.value()
                    });
        }
        return Table.of("header", HEADER, rows);
    }

    private static Table neighbours(BlockAt found) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        row("previous", found.previous(), rows);
        row("next", found.next(), rows);
        return Table.of("neighbours", NEIGHBOURS, rows);
    }

    private static void row(
            String which, Optional<Block> neighbour, List<@Nullable Object[]> rows) {
        neighbour.ifPresent(
                block ->
                        rows.add(
                                new @Nullable Object[] {
                                    which,
                                    block.address(),
                                    block.size(),
                                    block.userAddress(),
                                    block.userSize(),
                                    block.state().label(),
                                    block.kind(),
                                    block.owner().isEmpty() ? null : block.owner()
                                }));
    }
}
