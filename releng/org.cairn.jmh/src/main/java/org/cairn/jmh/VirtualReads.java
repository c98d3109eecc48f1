package org.cairn.jmh;

import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.MappedFile;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.PageTables;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Run;
import org.cairn.memory.SparseMemory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Reads {@value #MEGABYTES} MB through the page tables of an x64 machine, and the same mapped file
 * from its beginning to its end. Scores are megabytes a second.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(VirtualReads.MEGABYTES)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgsAppend = {"-Xmx512m", "--enable-native-access=ALL-UNNAMED"})
public class VirtualReads {
    static final int MEGABYTES = 128;

    private static final int PAGE = 1 << 12;
    private static final int PAGES = MEGABYTES << 8;
    private static final int ENTRIES = 512;
    private static final long PRESENT_WRITABLE = 0b11;

    /** The tables follow the pages: the three upper levels, then one table for each 2 MB. */
    private static final long ROOT = (long) PAGES * PAGE;

    private static final long UPPER_TABLES = 3L * PAGE;

    /** Where the pages are: entry 1 of the top table, entry 0 of the next two. */
    private static final long FIRST = 1L << 39;

    private static final long LAST = FIRST + ROOT - 1;
    private static final int CHUNK = 1 << 16;

    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** How many pages that are neighbours in the virtual space are so in the physical one. */
    @Param({"1", "16"})
    public int adjacent;

    private Path file = Path.of("");
    private MappedFile mapped;
    private AddressSpace flat;
    private AddressSpace virtual;
    private MemorySegment chunk;

    /** Writes the physical memory: pages with random content in a random order, and tables. */
    @Setup
    public void write() throws IOException {
        file = Files.createTempFile("cairn", ".raw");
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            Random random = new Random(adjacent);
            byte[] page = new byte[PAGE];
            for (int i = 0; i < PAGES; i++) {
                random.nextBytes(page);
                out.write(ByteBuffer.wrap(page));
            }
            out.write(tables(random));
        }
        mapped = MappedFile.open(file);
        SparseMemory.Builder physical = SparseMemory.builder(Absence.NOT_CAPTURED);
        physical.bytes(0, mapped.bytes());
        flat = physical.build();
        virtual = new PageTables(PagingMode.X64, ROOT).over(flat);
        chunk = MemorySegment.ofArray(new byte[CHUNK]);
        if (sum(virtual, FIRST, LAST) != sum(flat, 0, ROOT - 1)) {
            throw new IllegalStateException("the virtual space has other bytes");
        }
    }

    private ByteBuffer tables(Random random) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < PAGES / adjacent; i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        int leaves = PAGES / ENTRIES;
        ByteBuffer tables = ByteBuffer.allocate((3 + leaves) * PAGE).order(ByteOrder.LITTLE_ENDIAN);
        tables.putLong(Long.BYTES, ROOT + PAGE | PRESENT_WRITABLE);
        tables.putLong(PAGE, ROOT + 2 * PAGE | PRESENT_WRITABLE);
        for (int i = 0; i < leaves; i++) {
            tables.putLong(
                    2 * PAGE + i * Long.BYTES,
                    ROOT + UPPER_TABLES + (long) i * PAGE | PRESENT_WRITABLE);
        }
        for (int i = 0; i < PAGES; i++) {
            long frame = (long) order.get(i / adjacent) * adjacent + i % adjacent;
            tables.putLong((int) UPPER_TABLES + i * Long.BYTES, frame * PAGE | PRESENT_WRITABLE);
        }
        return tables;
    }

    /** Removes the file. */
    @TearDown
    public void remove() throws IOException {
        mapped.close();
        Files.delete(file);
    }

    /** Runs of mapped bytes, as a decoder reads. */
    @Benchmark
    public long runsFlat() {
        return sum(flat, 0, ROOT - 1);
    }

    /** Runs of mapped bytes, as a decoder reads. */
    @Benchmark
    public long runsVirtual() {
        return sum(virtual, FIRST, LAST);
    }

    /** Copies of 64 KB. */
    @Benchmark
    public long copyFlat() {
        return copy(flat, 0);
    }

    /** Copies of 64 KB. */
    @Benchmark
    public long copyVirtual() {
        return copy(virtual, FIRST);
    }

    /** A seek for each 16 bytes, as a walk from header to header. */
    @Benchmark
    public long cursorFlat() {
        return seek(flat, 0);
    }

    /** A seek for each 16 bytes, as a walk from header to header. */
    @Benchmark
    public long cursorVirtual() {
        return seek(virtual, FIRST);
    }

    private static long sum(AddressSpace space, long first, long last) {
        long sum = 0;
        for (Run.Mapped run : space.mapped(first, last)) {
            MemorySegment bytes = run.bytes();
            long size = bytes.byteSize();
            for (long i = 0; i < size; i += Long.BYTES) {
                sum += bytes.get(U64, i);
            }
        }
        return sum;
    }

    private long copy(AddressSpace space, long first) {
        long sum = 0;
        for (long done = 0; done < ROOT; done += CHUNK) {
            sum += space.read(first + done, chunk) + chunk.get(U64, 0);
        }
        return sum;
    }

    private static long seek(AddressSpace space, long first) {
        MemoryCursor cursor = space.cursor();
        long sum = 0;
        for (long done = 0; done < ROOT; done += 2 * Long.BYTES) {
            if (!cursor.seek(first + done, 2 * Long.BYTES)) {
                throw new IllegalStateException("absent at " + done);
            }
            sum += cursor.u64(0) + cursor.u64(Long.BYTES);
        }
        return sum;
    }
}
