package org.cairn.analysis;

import org.cairn.analysis.internal.AddressQuestion;
import org.cairn.analysis.internal.BlockSql;
import org.cairn.analysis.internal.BlocksTable;
import org.cairn.analysis.internal.DecodeSetting;
import org.cairn.analysis.internal.DecodedBlocks;
import org.cairn.analysis.internal.DumpDetails;
import org.cairn.analysis.internal.DumpFacts;
import org.cairn.analysis.internal.FilteredBlocks;
import org.cairn.analysis.internal.HeaderQuestion;
import org.cairn.analysis.internal.ListingTables;
import org.cairn.analysis.internal.MemoryTable;
import org.cairn.analysis.internal.ModuleTypes;
import org.cairn.analysis.internal.OpenDump;
import org.cairn.analysis.internal.ProcessChoice;
import org.cairn.analysis.internal.RegionsTable;
import org.cairn.analysis.internal.RowsTable;
import org.cairn.analysis.internal.StorePlace;
import org.cairn.analysis.internal.StructureQuestion;
import org.cairn.analysis.internal.SystemTables;
import org.cairn.analysis.internal.TypeQuestion;
import org.cairn.analysis.table.Table;
import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.Remark;
import org.cairn.dump.Remark.Severity;
import org.cairn.heap.FieldValue;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.cairn.memory.WrittenAddress;
import org.cairn.store.Block;
import org.cairn.store.BlockQuery;
import org.cairn.store.QueryException;
import org.cairn.store.Rows;
import org.cairn.store.Store;
import org.cairn.store.StoreException;
import org.cairn.store.StoredHeap;
import org.cairn.system.AddressPlace;
import org.cairn.system.SystemImage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * An open dump. Questions about blocks are answered from the store, which is filled when the first
 * of them is asked, unless an earlier run filled it; memory is read from the dump.
 *
 * <p>May be used by several threads at a time, each with a progress of its own, which is told of
 * the work on the thread that calls and may be asked for cancellation on any thread. A table is
 * read by one thread, and cancelled by the progress that it was asked for with.
 */
public final class Analysis implements AutoCloseable {
    private final OpenDump open;
    private final ModuleTypes modules;
    private final DecodeSetting setting;
    private final DecodedBlocks blocks;
    private final ProcessChoice processes;

    Analysis(OpenDump open, DecodeSetting setting, StorePlace place, ModuleTypes modules) {
        this.open = open;
        this.modules = modules;
        this.setting = setting;
        this.processes = new ProcessChoice(setting.system().processes());
        List<Remark> remarks = new ArrayList<>(open.dump().remarks());
        remarks.addAll(open.remarks());
        remarks.addAll(setting.system().remarks());
        remarks.addAll(setting.contributions().remarks());
        this.blocks = new DecodedBlocks(open, setting, place, remarks);
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
        return setting.system();
    }

    /**
     * The heaps, found but not decoded, which takes a moment. They are found once; the decoding
     * uses what was found and is not waited for.
     *
     * @param progress told of the work; cancels it
     * @return in order of their numbers
     * @throws CancelledException when the work was cancelled; a later call tries again
     */
    public List<FoundHeap> heapsFound(Progress progress) {
        return blocks.heaps(progress);
    }

    /**
     * The decoded blocks, if an earlier run kept them or they are decoded already. Nothing is
     * decoded.
     *
     * @param progress ends the waiting for another thread that decodes
     * @return the store, open as long as the analysis; empty when the dump has to be decoded
     * @throws QueryException when the file chosen for the store is something else
     * @throws CancelledException when the waiting was cancelled
     */
    public Optional<Store> keptStore(Progress progress) throws QueryException {
        return blocks.kept(progress);
    }

    /**
     * The decoded blocks. The first call decodes, unless the store of an earlier run still holds
     * the answers; others wait for it.
     *
     * @param progress told of the work; cancels it, and nothing half-made stays
     * @return the store, open as long as the analysis
     * @throws QueryException when the file chosen for the store is something else
     * @throws StoreException when the store cannot be written or read
     * @throws CancelledException when the work was cancelled; a later call tries again
     */
    public Store store(Progress progress) throws StoreException {
        return blocks.store(progress);
    }

    /**
     * Whether the answers come from an earlier run.
     *
     * @return whether the store is open and nothing had to be decoded
     */
    public boolean isFromStore() {
        return blocks.isKept();
    }

    /**
     * What the dump is.
     *
     * @return properties and their values
     */
    public Table identity() {
        return DumpFacts.identity(open, setting.system());
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
     * What the container lists besides memory: names and times of threads, unloaded modules, the
     * number of handles of each type.
     *
     * @return a table for each list that is not empty
     */
    public List<Table> details() {
        return DumpDetails.of(open.dump());
    }

    /**
     * What is missing, doubtful or contradictory, as far as it is known: all of it, when the store
     * is open.
     *
     * @param progress cancels the question
     * @return severity and text
     * @throws StoreException when the store cannot be read
     */
    public Table remarks(Progress progress) throws StoreException {
        return blocks.open().isEmpty()
                ? DumpFacts.remarks(blocks.remarks())
                : query("remarks", "select severity, text from remark", progress);
    }

    /**
     * The heaps with what is in them.
     *
     * @param filter which blocks are counted
     * @param limit at most so many rows
     * @param progress told of the decoding, if the store is yet to be filled; cancels the work
     * @return one row for each heap
     * @throws QueryException when the filter is wrong
     * @throws StoreException when the store cannot be read
     */
    public Table heaps(BlockFilter filter, long limit, Progress progress) throws StoreException {
        return filtered(filter, progress).heaps(limit);
    }

    /**
     * All heaps in few columns, for a first look.
     *
     * @param progress told of the decoding, if the store is yet to be filled; cancels the work
     * @return one row for each heap
     * @throws StoreException when the store cannot be read
     */
    public Table briefHeaps(Progress progress) throws StoreException {
        return query("heaps", BlockSql.briefHeaps(), progress);
    }

    /**
     * The blocks.
     *
     * @param filter which
     * @param limit at most so many rows
     * @param progress told of the decoding, if the store is yet to be filled; cancels the work
     * @return one row for each block, by address
     * @throws QueryException when the filter is wrong
     * @throws StoreException when the store cannot be read
     */
    public Table blocks(BlockFilter filter, long limit, Progress progress) throws StoreException {
        return filtered(filter, progress).blocks(limit);
    }

    /**
     * The blocks of a query, all of them and in its order, such as for a {@link
     * org.cairn.analysis.table.Renderer}.
     *
     * @param query which, in which order
     * @param progress told of the decoding, if the store is yet to be filled; cancels the work,
     *     also while the rows are read
     * @return one row for each block
     * @throws QueryException when the condition in the query does not work
     * @throws StoreException when the store cannot be read
     */
    public Table blocks(BlockQuery query, Progress progress) throws StoreException {
        return BlocksTable.open(store(progress), query, progress);
    }

    /**
     * Writes the blocks of a query to a Parquet file, which appears when it is complete and
     * replaces one that is there.
     *
     * @param query which, in which order
     * @param target any file but the dump and the store
     * @param progress told of the work; cancels it, and nothing half-made stays
     * @throws QueryException when the condition in the query does not work, or the target is the
     *     dump
     * @throws StoreException when the store cannot be read or the file not be written
     * @throws CancelledException when the work was cancelled
     */
    public void exportParquet(BlockQuery query, Path target, Progress progress)
            throws StoreException {
        if (isDump(target)) {
            throw new QueryException(target + ": the dump itself is not overwritten", null);
        }
        store(progress).exportParquet(query, target, progress);
    }

    private boolean isDump(Path file) throws StoreException {
        try {
            return Files.exists(file) && Files.isSameFile(file, open.source().path());
        } catch (IOException failure) {
            throw new StoreException(file + ": " + failure.getMessage(), failure);
        }
    }

    /**
     * Who owns the busy blocks.
     *
     * @param filter which blocks are counted
     * @param limit at most so many rows
     * @param progress told of the decoding, if the store is yet to be filled; cancels the work
     * @return one row for each owner, by bytes
     * @throws QueryException when the filter is wrong
     * @throws StoreException when the store cannot be read
     */
    public Table owners(BlockFilter filter, long limit, Progress progress) throws StoreException {
        return filtered(filter, progress).owners(limit);
    }

    private FilteredBlocks filtered(BlockFilter filter, Progress progress) throws StoreException {
        processes.indexes(filter.process());
        return FilteredBlocks.of(store(progress), filter, progress);
    }

    /**
     * What contradicts the formats, worst first.
     *
     * @param limit at most so many rows
     * @param progress told of the decoding, if the store is yet to be filled; cancels the work
     * @return one row for each anomaly
     * @throws StoreException when the store cannot be read
     */
    public Table anomalies(long limit, Progress progress) throws StoreException {
        return query("anomalies", BlockSql.anomalies(limit), progress);
    }

    /**
     * The worst severity of all anomalies and remarks.
     *
     * @param progress told of the decoding, if the store is yet to be filled; cancels the work
     * @return empty when there are none
     * @throws StoreException when the store cannot be read
     */
    public Optional<Severity> worst(Progress progress) throws StoreException {
        List<String> found = new ArrayList<>();
        try (Rows rows =
                store(progress)
                        .query(
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
     * @param progress told of the decoding, if the store is yet to be filled; cancels the work
     * @return its result
     * @throws QueryException when the query is wrong
     * @throws StoreException when the store cannot be read
     */
    public Table sql(String sql, long limit, Progress progress) throws StoreException {
        return new RowsTable("rows", store(progress).query(progress, sql), limit);
    }

    /**
     * Where an address lies that was written by people or by a debugger.
     *
     * @param written linear, selector and offset, or physical
     * @param process id of a process, or empty to look in all
     * @param progress cancels the work
     * @return the linear address, unsigned
     * @throws QueryException when there is no such process, or the address lies in none
     */
    public long place(WrittenAddress written, OptionalLong process, Progress progress)
            throws QueryException {
        AddressPlace place = AddressPlace.of(written, processes.images(process), progress);
        return place.address().orElseThrow(() -> new QueryException(place.problem(), null));
    }

    /**
     * What is known of an address.
     *
     * @param address unsigned
     * @param process id of a process, or empty to look in all
     * @param progress told of the decoding, if the store is yet to be filled; cancels the work
     * @return the block that holds it, its owner, its header and its neighbours; where the data of
     *     one block runs on into the header of the next, the one whose data holds it, but for the
     *     first address of the next unless the data begins there
     * @throws QueryException when there is no such process
     * @throws StoreException when the store cannot be read
     */
    public AddressReport at(long address, OptionalLong process, Progress progress)
            throws StoreException {
        return new AddressQuestion(store(progress), setting, processes.indexes(process), progress)
                .answer(address);
    }

    /**
     * The header of a block, field by field.
     *
     * @param block from the store
     * @param progress cancels the work
     * @return the fields; empty when the decoder of its heap is not there any more
     * @throws StoreException when the store cannot be read
     * @throws CancelledException when the work was cancelled
     */
    public List<FieldValue> header(Block block, Progress progress) throws StoreException {
        StoredHeap heap = store(progress).heaps().get(block.heapId() - 1);
        return HeaderQuestion.answer(setting, heap, block.address(), progress);
    }

    /**
     * The processes of the system.
     *
     * @param process id of one, or empty for all
     * @param progress cancels the work
     * @return one row for each, the kernel first
     * @throws QueryException when there is no such process
     */
    public Table processes(OptionalLong process, Progress progress) throws QueryException {
        return SystemTables.processes(processes.images(process), progress);
    }

    /**
     * The images that are loaded.
     *
     * @param process id of a process, 0 for the kernel, or empty for all
     * @param progress cancels the work
     * @return one row for each
     * @throws QueryException when there is no such process
     */
    public Table modules(OptionalLong process, Progress progress) throws QueryException {
        return SystemTables.modules(processes.images(process), progress);
    }

    /**
     * The threads.
     *
     * @param process id of a process, or empty for all
     * @param progress cancels the work
     * @return one row for each
     * @throws QueryException when there is no such process
     */
    public Table threads(OptionalLong process, Progress progress) throws QueryException {
        return SystemTables.threads(processes.images(process), progress);
    }

    /**
     * A list of records that only the system in the dump has.
     *
     * @param name of the list, such as {@code arena}
     * @param key of the records that are wanted, the value of the first column or what the system
     *     takes in its place, such as an address; empty for all
     * @param progress cancels the work
     * @return one row for each record
     * @throws QueryException when the system has no such list
     */
    public Table listing(String name, Optional<WrittenAddress> key, Progress progress)
            throws QueryException {
        return ListingTables.of(setting.system(), name, key, progress);
    }

    /**
     * A structure that no type table has, but the reader of the system knows.
     *
     * @param name as the vendor spells it, such as {@code SFT}
     * @param address where it begins, unsigned
     * @return one row for each field whose bytes are there
     * @throws QueryException when the system has no such structure
     */
    public Table systemStructure(String name, long address) throws QueryException {
        return ListingTables.structure(setting.system(), name, address);
    }

    /**
     * What the ranges of addresses are for, and whether their bytes are there.
     *
     * @param process id of a process, 0 for the kernel, or empty for all
     * @param progress told of the search for heaps; cancels the work
     * @return one row for each region
     * @throws QueryException when there is no such process
     */
    public Table regions(OptionalLong process, Progress progress) throws QueryException {
        List<Integer> among = processes.indexes(process);
        return RegionsTable.of(setting.system().processes(), among, heapsFound(progress), progress);
    }

    /**
     * Physical memory for display.
     *
     * @param address of the first byte, unsigned
     * @param count number of bytes, at least 1
     * @param progress cancels the reading
     * @return one row for each 16 bytes
     * @throws QueryException when the dump holds virtual memory
     */
    public Table physicalBytes(long address, long count, Progress progress) throws QueryException {
        if (open.dump().memoryKind() != MemoryKind.PHYSICAL) {
            throw new QueryException("the dump holds no physical memory", null);
        }
        return new MemoryTable(open.dump().memory(), address, count, progress);
    }

    /**
     * Memory for display.
     *
     * @param address of the first byte, unsigned
     * @param count number of bytes, at least 1
     * @param process id of a process, or empty for the first, which is the kernel of a machine
     * @param progress cancels the reading
     * @return one row for each 16 bytes
     * @throws QueryException when there is no such process
     */
    public Table bytes(long address, long count, OptionalLong process, Progress progress)
            throws QueryException {
        List<Integer> among = processes.indexes(process);
        AddressSpace space =
                among.isEmpty()
                        ? open.dump().memory()
                        : setting.system().processes().get(among.get(0)).space();
        return new MemoryTable(space, address, count, progress);
    }

    /**
     * Which type tables were used for what, how well they match, and what was tried and not taken.
     *
     * @param progress told of the search for heaps; cancels it
     * @return the choices
     * @throws CancelledException when the work was cancelled
     */
    public TypeReport types(Progress progress) {
        heapsFound(progress);
        return new TypeQuestion(open.dump(), setting, modules).answer(progress);
    }

    /**
     * A structure, with its values when an address is given.
     *
     * @param type the name of a structure, as {@code _HEAP}, {@code ntdll!_HEAP}, or with a field
     *     in it, as {@code _HEAP.Counters}
     * @param address where it lies, unsigned; empty for the layout alone
     * @param depth how deep structures inside of it are opened, 0 for not at all
     * @param process id of a process, or empty for the first
     * @param progress told of the work; cancels it
     * @return the structure with the table that it comes from, and its fields
     * @throws QueryException when there is no such type, field or process
     * @throws CancelledException when the work was cancelled
     */
    public List<Table> structure(
            String type, OptionalLong address, int depth, OptionalLong process, Progress progress)
            throws QueryException {
        List<Integer> among = processes.indexes(process);
        return new StructureQuestion(this, setting, among, progress).answer(type, address, depth);
    }

    private Table query(String name, String sql, Progress progress) throws StoreException {
        return new RowsTable(name, store(progress).query(progress, sql), Long.MAX_VALUE);
    }

    /**
     * Cancels the decoding, if it is under way, waits for its end, and closes the dump and the
     * store. Whoever reads a table has to be cancelled before.
     */
    @Override
    public void close() {
        blocks.close();
        modules.close();
        open.close();
    }
}
