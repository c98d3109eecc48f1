package org.cairn.analysis;

import org.cairn.analysis.internal.AddressQuestion;
import org.cairn.analysis.internal.BlockSql;
import org.cairn.analysis.internal.DecodeRun;
import org.cairn.analysis.internal.DumpFacts;
import org.cairn.analysis.internal.MemoryTable;
import org.cairn.analysis.internal.OpenDump;
import org.cairn.analysis.internal.RowsTable;
import org.cairn.analysis.internal.StorePlace;
import org.cairn.analysis.table.Table;
import org.cairn.dump.Dump;
import org.cairn.dump.Remark;
import org.cairn.dump.Remark.Severity;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;
import org.cairn.store.BlockQuery;
import org.cairn.store.QueryException;
import org.cairn.store.Rows;
import org.cairn.store.Store;
import org.cairn.store.StoreException;
import org.cairn.system.ProcessImage;
import org.cairn.system.SystemImage;
import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * An open dump. Questions about blocks are answered from the store, which is filled when the first
 * of them is asked, unless an earlier run filled it; memory is read from the dump. Used by one
 * thread at a time.
 */
public final class Analysis implements AutoCloseable {
    private final OpenDump open;
    private final SystemImage system;
    private final DecodeRun run;
    private final StorePlace place;
    private final List<Remark> partRemarks;
    private final Progress progress;
    private @Nullable Store store;
    private boolean fromStore;

    Analysis(
            OpenDump open,
            SystemImage system,
            DecodeRun run,
            StorePlace place,
            List<Remark> partRemarks,
            Progress progress) {
        this.open = open;
        this.system = system;
        this.run = run;
        this.place = place;
        this.partRemarks = partRemarks;
        this.progress = progress;
    }

    /**
     * What was read from the file.
     *
     * @return the dump
     */
    public Dump dump() {
        return open.dump();
    }

    /**
     * What was recognised in it.
     *
     * @return the system
     */
    public SystemImage system() {
        return system;
    }

    /**
     * The decoded blocks. The first call decodes, unless the store of an earlier run still holds
     * the answers.
     *
     * @return the store, open as long as the analysis
     * @throws QueryException when the file chosen for the store is something else
     * @throws StoreException when the store cannot be written or read
     */
    public Store store() throws StoreException {
        @Nullable Store known = store;
        if (known != null) {
            return known;
        }
        Optional<Store> kept = place.known();
        fromStore = kept.isPresent();
        Store opened = fromStore ? kept.get() : place.fill(run, open, system, knownRemarks());
        store = opened;
        return opened;
    }

    /**
     * Whether the answers come from an earlier run.
     *
     * @return whether {@link #store()} was called and nothing had to be decoded
     */
    public boolean isFromStore() {
        return fromStore;
    }

    /**
     * What the dump is.
     *
     * @return properties and their values
     */
    public Table identity() {
        return DumpFacts.identity(open, system);
    }

    /**
     * The parts of the container.
     *
     * @return type, name, offset and size of each
     */
    public Table streams() {
        return DumpFacts.streams(open.dump());
    }

    /**
     * What is missing, doubtful or contradictory.
     *
     * @return severity and text
     * @throws StoreException when the store cannot be read
     */
    public Table remarks() throws StoreException {
        return store == null
                ? DumpFacts.remarks(knownRemarks())
                : query("remarks", "select severity, text from remark");
    }

    private List<Remark> knownRemarks() {
        List<Remark> all = new ArrayList<>(open.dump().remarks());
        all.addAll(open.remarks());
        all.addAll(system.remarks());
        all.addAll(partRemarks);
        return all;
    }

    /**
     * The heaps with what is in them.
     *
     * @param filter which blocks are counted
     * @param limit at most so many rows
     * @return one row for each heap
     * @throws QueryException when the filter is wrong
     * @throws StoreException when the store cannot be read
     */
    public Table heaps(BlockFilter filter, long limit) throws StoreException {
        check(filter);
        return query("heaps", new BlockSql(filter).heaps(limit));
    }

    /**
     * All heaps in few columns, for a first look.
     *
     * @return one row for each heap
     * @throws StoreException when the store cannot be read
     */
    public Table briefHeaps() throws StoreException {
        return query("heaps", BlockSql.briefHeaps());
    }

    /**
     * The blocks.
     *
     * @param filter which
     * @param limit at most so many rows
     * @return one row for each block, by address
     * @throws QueryException when the filter is wrong
     * @throws StoreException when the store cannot be read
     */
    public Table blocks(BlockFilter filter, long limit) throws StoreException {
        check(filter);
        return query("blocks", new BlockSql(filter).blocks(limit));
    }

    /**
     * Who owns the busy blocks.
     *
     * @param filter which blocks are counted
     * @param limit at most so many rows
     * @return one row for each owner, by bytes
     * @throws QueryException when the filter is wrong
     * @throws StoreException when the store cannot be read
     */
    public Table owners(BlockFilter filter, long limit) throws StoreException {
        check(filter);
        return query("owners", new BlockSql(filter).owners(limit));
    }

    /**
     * What contradicts the formats, worst first.
     *
     * @param limit at most so many rows
     * @return one row for each anomaly
     * @throws StoreException when the store cannot be read
     */
    public Table anomalies(long limit) throws StoreException {
        return query("anomalies", BlockSql.anomalies(limit));
    }

    /**
     * The worst severity of all anomalies and remarks.
     *
     * @return empty when there are none
     * @throws StoreException when the store cannot be read
     */
    public Optional<Severity> worst() throws StoreException {
        List<String> found = new ArrayList<>();
        try (Rows rows =
                store().query(
                                progress,
                                "select severity from anomaly union select severity from remark")) {
            while (rows.next()) {
                found.add(rows.text(0));
            }
        }
        return Stream.of(Severity.values())
                .filter(severity -> found.contains(severity.label()))
                .max(Comparator.naturalOrder());
    }

    /**
     * Asks the store.
     *
     * @param sql one query
     * @param limit at most so many rows
     * @return its result
     * @throws QueryException when the query is wrong
     * @throws StoreException when the store cannot be read
     */
    public Table sql(String sql, long limit) throws StoreException {
        return new RowsTable("rows", store().query(progress, sql), limit);
    }

    /**
     * What is known of an address.
     *
     * @param address unsigned
     * @param process id of a process, or empty to look in all
     * @return the block that holds it, its owner, its header and its neighbours
     * @throws QueryException when there is no such process
     * @throws StoreException when the store cannot be read
     */
    public AddressReport at(long address, OptionalLong process) throws StoreException {
        return new AddressQuestion(store(), system, run, processes(process), progress)
                .answer(address);
    }

    /**
     * Memory for display.
     *
     * @param address of the first byte, unsigned
     * @param count number of bytes, at least 1
     * @param process id of a process, or empty for the first
     * @return one row for each 16 bytes
     * @throws QueryException when there is no such process
     */
    public Table bytes(long address, long count, OptionalLong process) throws QueryException {
        List<Integer> among = processes(process);
        AddressSpace space =
                among.isEmpty()
                        ? open.dump().memory()
                        : system.processes().get(among.get(0)).space();
        return new MemoryTable(space, address, count);
    }

    private void check(BlockFilter filter) throws StoreException {
        processes(filter.process());
        if (filter.where().isPresent()) {
            store().blocks(BlockQuery.ALL.where(filter.where().get())).close();
        }
        OptionalLong heap = filter.heap();
        if (heap.isPresent()
                && store().heaps().stream()
                        .noneMatch(known -> known.root().address() == heap.getAsLong())) {
            throw new QueryException(
                    "there is no heap " + Addresses.hex(heap.getAsLong()) + " in the dump", null);
        }
    }

    /** Indexes of the processes with an id, all when none is asked for. */
    private List<Integer> processes(OptionalLong id) throws QueryException {
        List<Integer> indexes = new ArrayList<>();
        List<ProcessImage> all = system.processes();
        for (int i = 0; i < all.size(); i++) {
            if (id.isEmpty() || all.get(i).id() == id.getAsLong()) {
                indexes.add(i);
            }
        }
        if (indexes.isEmpty() && id.isPresent()) {
            throw new QueryException(
                    "there is no process " + id.getAsLong() + " in the dump", null);
        }
        return indexes;
    }

    private Table query(String name, String sql) throws StoreException {
        return new RowsTable(name, store().query(progress, sql), Long.MAX_VALUE);
    }

    @Override
    public void close() {
        Store opened = store;
        if (opened != null) {
            opened.close();
        }
        open.close();
    }
}
