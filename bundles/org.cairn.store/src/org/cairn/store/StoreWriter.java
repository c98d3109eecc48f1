package org.cairn.store;

import org.cairn.dump.DumpStream;
import org.cairn.dump.Remark;
import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockKind;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.Owner;
import org.cairn.heap.OwnerTotal;
import org.cairn.memory.Absence;
import org.cairn.memory.FailureReason;
import org.cairn.memory.Progress.CancelledException;
import org.cairn.store.StoreOpening.Opened;
import org.cairn.store.StoreOpening.Refused;
import org.cairn.store.StoreOpening.Why;
import org.cairn.store.internal.Database;
import org.cairn.store.internal.Failures;
import org.cairn.store.internal.FixedRows;
import org.cairn.store.internal.SmallTables;
import org.cairn.store.internal.TemporaryFiles;
import org.cairn.system.ProcessImage;
import org.duckdb.DuckDBConnection;
import org.eclipse.jdt.annotation.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * Builds a store. It comes into being under a temporary name beside its target and gets its name
 * when it is complete; several processes may build the same store at once, and readers of an older
 * one are not disturbed.
 *
 * <p>The methods that add something may be called from any thread. They never fail: what cannot be
 * stored is reported by {@link #complete}. Numbers that they return are dense and begin with 1.
 */
public final class StoreWriter implements AutoCloseable {
    private static final int SPARE_BATCHES = 2;

    private final @Nullable Path target;
    private final Path temporary;
    private final String key;
    private final StoreSettings settings;
    private final DuckDBConnection connection;
    private final DuckDBConnection smallConnection;
    private final SmallTables small;
    private final StoreTables tables;
    private final LoadFunction function;
    private @Nullable BlockLoad load;

    private StoreWriter(@Nullable Path target, Path temporary, String key, StoreSettings settings)
            throws StoreException {
        this.target = target;
        this.temporary = temporary;
        this.key = key;
        this.settings = settings;
        DuckDBConnection opened = null;
        try {
            opened = Database.create(temporary, TemporaryFiles.spill(temporary), settings);
            connection = opened;
            Database.execute(connection, Schema.text());
            function = LoadFunction.register(connection, settings.threads());
            smallConnection = connection.duplicate();
            small = new SmallTables(smallConnection);
            FixedRows.add(small);
            tables = new StoreTables(small);
        } catch (SQLException e) {
            close(opened);
            TemporaryFiles.delete(temporary);
            throw Failures.ofStore(e, what());
        }
    }

    /**
     * Begins a store.
     *
     * @param target the file that it becomes; a store there is replaced when the new one is
     *     complete
     * @param key identity of the dump and versions of the decoders; {@link Store#open} asks for it
     * @param settings limits
     * @return a writer
     * @throws StoreException when the folder cannot be written, or when the target is something
     *     else than a store
     */
    public static StoreWriter create(Path target, String key, StoreSettings settings)
            throws StoreException {
        Path file = target.toAbsolutePath();
        checkReplaceable(file, settings);
        Path folder = folder(file);
        TemporaryFiles.clean(folder);
        Path temporary = TemporaryFiles.name(folder, String.valueOf(file.getFileName()));
        checkWritable(file, temporary);
        return new StoreWriter(file, temporary, key, settings);
    }

    /**
     * Begins a store that exists only until it is closed. It lies in the temporary folder: in
     * memory, 100 million blocks would take more than 5 GB.
     *
     * @param settings limits
     * @return a writer
     * @throws StoreException when the folder cannot be written
     */
    public static StoreWriter createTemporary(StoreSettings settings) throws StoreException {
        Path folder =
                settings.temporaryFolder()
                        .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")))
                        .toAbsolutePath();
        TemporaryFiles.clean(folder);
        return new StoreWriter(null, TemporaryFiles.name(folder, "temporary"), "", settings);
    }

    private static void checkReplaceable(Path file, StoreSettings settings) throws StoreException {
        switch (StoreFile.open(file, "", settings)) {
            case Opened opened -> opened.store().close();
            case Refused refused -> {
                if (refused.why() == Why.FOREIGN) {
                    throw new StoreException(refused.reason() + "; it is not overwritten", null);
                }
            }
        }
    }

    /** The database would name its temporary file, and not always a reason. */
    private static void checkWritable(Path file, Path temporary) throws StoreException {
        try {
            Files.createFile(temporary);
            Files.delete(temporary);
        } catch (IOException e) {
            throw new StoreException(file + ": cannot be written: " + FailureReason.of(e), e);
        }
    }

    private static Path folder(Path file) throws StoreException {
        Path folder = file.getParent();
        if (folder == null || file.getFileName() == null) {
            throw new StoreException(file + ": not a file", null);
        }
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StoreException(folder + ": cannot be created: " + e.getMessage(), e);
        }
    }

    /**
     * Adds a fact that the container states.
     *
     * @param name what it is
     * @param value its text
     */
    public void property(String name, String value) {
        tables.property(name, value);
    }

    /**
     * Adds a remark about the dump.
     *
     * @param remark the remark
     */
    public void remark(Remark remark) {
        tables.remark(remark);
    }

    /**
     * Adds a part of the container.
     *
     * @param stream the part
     */
    public void stream(DumpStream stream) {
        tables.stream(stream);
    }

    /**
     * Adds a process with its modules, threads and regions.
     *
     * @param process the process, or the kernel
     * @return its number
     */
    public int process(ProcessImage process) {
        return tables.process(process);
    }

    /**
     * Adds a heap.
     *
     * @param process number from {@link #process}
     * @param root the heap
     * @param decoder identity of the decoder that found it
     * @return its number
     */
    public int heap(int process, HeapRoot root, String decoder) {
        return tables.heap(process, root, decoder);
    }

    /**
     * Adds a segment.
     *
     * @param heap number from {@link #heap}
     * @param address first address, unsigned
     * @param size reserved bytes, unsigned
     * @param kind what it is called
     * @return its number
     */
    public int segment(int heap, long address, long size, String kind) {
        return tables.segment(heap, address, size, kind);
    }

    /**
     * Adds a range that is reserved but not committed.
     *
     * @param heap number from {@link #heap}
     * @param segment number from {@link #segment}, or 0
     * @param address first address, unsigned
     * @param size bytes, unsigned
     */
    public void uncommitted(int heap, int segment, long address, long size) {
        tables.uncommitted(heap, segment, address, size);
    }

    /**
     * Adds a range whose blocks are unknown.
     *
     * @param heap number from {@link #heap}
     * @param segment number from {@link #segment}, or 0
     * @param address first address, unsigned
     * @param size bytes, unsigned
     * @param why the reason
     */
    public void gap(int heap, int segment, long address, long size, Absence why) {
        tables.gap(heap, segment, address, size, why);
    }

    /**
     * Makes a kind of block known.
     *
     * @param kind the kind
     * @return its number, the same for equal kinds
     */
    public int kind(BlockKind kind) {
        return tables.kind(kind);
    }

    /**
     * Makes an owner known.
     *
     * @param owner the owner
     * @return its number, the same for equal owners
     */
    public int owner(Owner owner) {
        return tables.owner(owner);
    }

    /**
     * Adds what the system itself counts of an owner.
     *
     * @param heap number from {@link #heap}
     * @param owner number from {@link #owner}
     * @param total what is counted
     */
    public void total(int heap, int owner, OwnerTotal total) {
        tables.total(heap, owner, total);
    }

    /**
     * Adds an anomaly.
     *
     * @param heap number from {@link #heap}, or 0
     * @param anomaly what and where
     * @param source identity of the decoder or resolver
     * @return its number
     */
    public int anomaly(int heap, Anomaly anomaly, String source) {
        return tables.anomaly(heap, anomaly, source);
    }

    /**
     * Adds a finding.
     *
     * @param finding the finding
     * @return its number
     */
    public int finding(Finding finding) {
        return tables.finding(finding);
    }

    /**
     * Begins to load blocks. One load that lasts as long as the decoding is best; another one may
     * follow when it is finished.
     *
     * @param producers how many threads will hold a batch at the same time
     * @return the load; close it
     * @throws StoreException when the database refuses it
     * @throws IllegalStateException when the load before is not finished
     */
    public BlockLoad load(int producers) throws StoreException {
        checkLoaded();
        int batches = 2 * producers + settings.threads() + SPARE_BATCHES;
        try {
            BlockLoad next =
                    new BlockLoad(connection, function, LoadFunction.insert(), batches, what());
            load = next;
            return next;
        } catch (SQLException e) {
            throw Failures.ofStore(e, what());
        }
    }

    /**
     * Completes the store: computes the sums, gives the file its name and opens it.
     *
     * @param dump what the store says about the dump
     * @return the complete store
     * @throws StoreException when something could not be stored or the target cannot be replaced
     * @throws CancelledException when the database was told to stop
     * @throws IllegalStateException when a load is not finished
     */
    public Store complete(DumpDescription dump) throws StoreException {
        checkLoaded();
        try {
            small.commit();
            Database.execute(connection, Schema.resource("totals.sql"));
            write(dump);
            Database.execute(connection, "checkpoint");
            smallConnection.close();
            connection.close();
        } catch (SQLException e) {
            throw Failures.ofStore(e, what());
        }
        if (Files.exists(TemporaryFiles.log(temporary))) {
            throw new StoreException(what() + ": the database could not be closed", null);
        }
        Path place = target;
        return place == null
                ? StoreFile.openTemporary(temporary, settings)
                : StoreFile.place(temporary, place, key, settings);
    }

    private void write(DumpDescription dump) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "insert into dump select ?, ?, ?, ?, ?, ?, true,"
                                + " now() at time zone 'UTC', ?, ?, ?")) {
            statement.setString(1, dump.file());
            statement.setString(2, dump.format());
            statement.setString(3, dump.system());
            statement.setInt(4, dump.build());
            statement.setString(5, dump.architecture());
            statement.setString(6, dump.memoryKind());
            statement.setString(7, dump.cairnVersion());
            statement.setString(8, key);
            statement.setInt(9, Schema.VERSION);
            statement.execute();
        }
    }

    private void checkLoaded() {
        BlockLoad last = load;
        if (last != null && !last.isFinished()) {
            throw new IllegalStateException("a load of blocks is not finished");
        }
    }

    private String what() {
        Path place = target;
        return (place == null ? temporary : place).toString();
    }

    /** Ends the work. A store that is not complete is deleted. */
    @Override
    public void close() {
        BlockLoad last = load;
        if (last != null) {
            last.close();
        }
        close(smallConnection);
        close(connection);
        TemporaryFiles.delete(temporary);
    }

    private static void close(@Nullable DuckDBConnection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            // The file is deleted next.
            return;
        }
    }
}
