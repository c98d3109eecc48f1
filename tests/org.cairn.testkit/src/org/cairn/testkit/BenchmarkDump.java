package org.cairn.testkit;

import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpRegion;
import org.cairn.testkit.internal.BulkHeap;
import org.cairn.testkit.internal.HeapShape;
import org.cairn.testkit.internal.ProcessBlocks;
import org.cairn.testkit.internal.SampleSystem;
import org.cairn.types.ShippedTypes;
import org.cairn.types.TypeTable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes a large minidump of a Windows 10 x64 process: any number of blocks in eight heaps, whose
 * segments grow as Windows lets them grow. It is written front to back and not held. The same
 * arguments make the same file.
 */
public final class BenchmarkDump {
    private static final long BLOCKS = 20_000_000;
    private static final long SEED = 1;
    private static final int HEAPS = 8;
    private static final long FIRST_HEAP = 0x1c9_0000_0000L;
    private static final long PROCESS_ID = 4711;
    private static final long FULL_MEMORY_INFO = 0x800;

    private final TypeTable types;
    private final List<BulkHeap> heaps = new ArrayList<>();

    private BenchmarkDump(long blocks, long seed, boolean divided) {
        types = new ShippedTypes().named("win10-22h2-19045-x64").orElseThrow();
        HeapShape shape = new HeapShape(types);
        long at = FIRST_HEAP;
        for (int i = 0; i < HEAPS; i++) {
            long share = blocks / HEAPS + (i < blocks % HEAPS ? 1 : 0);
            BulkHeap heap = new BulkHeap(shape, at, i + 1, share, seed, divided);
            heaps.add(heap);
            at = heap.end();
        }
    }

    /**
     * Writes the dump and prints what is in it, as lines {@code name=number}.
     *
     * @param arguments the file, the number of busy and free blocks (20 million when absent), and
     *     {@code lfh} to have half of them in low-fragmentation heaps
     * @throws IOException when the file cannot be written
     */
    public static void main(String... arguments) throws IOException {
        boolean divided = arguments.length == 3 && arguments[2].equals("lfh");
        if (arguments.length < 1 || arguments.length > 2 && !divided) {
            throw new IllegalArgumentException("usage: BenchmarkDump <file> [<blocks> [lfh]]");
        }
        Path file = Path.of(arguments[0]);
        long blocks = arguments.length > 1 ? Long.parseLong(arguments[1]) : BLOCKS;
        Totals totals = write(file, blocks, SEED, divided);
        System.out.println("heaps=" + totals.heaps);
        System.out.println("segments=" + totals.segments);
        System.out.println("blocks=" + totals.blocks);
        System.out.println("busy_blocks=" + (totals.blocks - totals.free));
        System.out.println("free_blocks=" + totals.free);
        System.out.println("metadata_blocks=" + totals.own);
        System.out.println("user_bytes=" + totals.userBytes);
        System.out.println("free_bytes=" + totals.freeBytes);
        System.out.println("file_bytes=" + Files.size(file));
    }

    /**
     * What is in a dump.
     *
     * @param heaps heaps
     * @param segments segments of all heaps
     * @param blocks blocks that are busy or free
     * @param free free blocks
     * @param own blocks of the allocator
     * @param userBytes bytes that callers asked for
     * @param freeBytes bytes of free blocks, with their headers
     */
    public record Totals(
            int heaps,
            int segments,
            long blocks,
            long free,
            long own,
            long userBytes,
            long freeBytes) {}

    /**
     * Writes a dump.
     *
     * @param file where to
     * @param blocks how many busy and free blocks it has, at least one for each of eight heaps
     * @param seed of everything that is drawn at random
     * @return what is in it
     * @throws IOException when the file cannot be written
     */
    public static Totals write(Path file, long blocks, long seed) throws IOException {
        return write(file, blocks, seed, false);
    }

    /**
     * Writes a dump.
     *
     * @param file where to
     * @param blocks how many busy and free blocks it has, at least one for each of eight heaps
     * @param seed of everything that is drawn at random
     * @param divided whether about half of them lie in low-fragmentation heaps
     * @return what is in it
     * @throws IOException when the file cannot be written
     */
    public static Totals write(Path file, long blocks, long seed, boolean divided)
            throws IOException {
        if (blocks < HEAPS) {
            throw new IllegalArgumentException(blocks + " blocks for " + HEAPS + " heaps");
        }
        BenchmarkDump dump = new BenchmarkDump(blocks, seed, divided);
        dump.write(file);
        return dump.totals();
    }

    private Totals totals() {
        int segments = heaps.stream().mapToInt(heap -> heap.bases().size()).sum();
        return new Totals(
                heaps.size(),
                segments,
                heaps.stream().mapToLong(heap -> heap.counts().blocks()).sum(),
                heaps.stream().mapToLong(heap -> heap.counts().free()).sum(),
                2L * segments + heaps.stream().mapToLong(heap -> heap.counts().own()).sum(),
                heaps.stream().mapToLong(heap -> heap.counts().userBytes()).sum(),
                heaps.stream().mapToLong(heap -> heap.counts().freeBytes()).sum());
    }

    private void write(Path file) throws IOException {
        SampleSystem system = SampleSystem.windows10("", "");
        SyntheticMemory memory = new SyntheticMemory();
        ProcessBlocks blocks = new ProcessBlocks(types, memory, system.peb());
        DumpModule program = system.modules().getFirst();
        blocks.peb(
                program.base(), blocks.ownList(), heaps.stream().map(BulkHeap::address).toList());
        MinidumpWriter writer =
                new MinidumpWriter(ProcessBlocks.systemInfo(types.id()))
                        .flags(FULL_MEMORY_INFO)
                        .process(PROCESS_ID, 0)
                        .comment("Synthetic: written by Cairn's testkit for benchmarks.");
        system.modules().forEach(writer::module);
        writer.thread(blocks.thread(PROCESS_ID, PROCESS_ID + 4));
        memory.regions().forEach(writer::region);
        memory.captured().forEach(piece -> writer.memory(piece.address(), piece.source()));
        byte[] buffer = new byte[largest()];
        for (BulkHeap heap : heaps) {
            for (int i = 0; i < heap.bases().size(); i++) {
                segment(writer, heap, i, buffer, program.base() + program.size() / 2);
            }
            byte[] front = heap.front();
            if (front.length > 0) {
                long at = heap.frontEnd();
                long last = at + front.length - 1;
                writer.region(new DumpRegion(at, last, at, "commit", "rw-", "private"));
                writer.memory(at, MemorySource.of(front));
            }
        }
        writer.write(file);
    }

    private int largest() {
        long largest = 0;
        for (BulkHeap heap : heaps) {
            for (int i = 0; i < heap.bases().size(); i++) {
                largest = Math.max(largest, heap.committed(i));
            }
        }
        return Math.toIntExact(largest);
    }

    private static void segment(
            MinidumpWriter writer, BulkHeap heap, int index, byte[] buffer, long table) {
        long base = heap.bases().get(index);
        long end = base + heap.committed(index);
        long last = base + heap.reserved(index) - 1;
        writer.region(new DumpRegion(base, end - 1, base, "commit", "rw-", "private"));
        if (end <= last) {
            writer.region(new DumpRegion(end, last, base, "reserve", "", "private"));
        }
        writer.memory(base, new SegmentSource(heap, index, buffer, table));
    }

    /** The bytes of a segment; all segments share a buffer. */
    private record SegmentSource(BulkHeap heap, int index, byte[] buffer, long table)
            implements MemorySource {
        @Override
        public long size() {
            return heap.committed(index);
        }

        @Override
        public void write(OutputStream out) throws IOException {
            Arrays.fill(buffer, (byte) 0);
            heap.fill(index, buffer, table);
            out.write(buffer, 0, Math.toIntExact(size()));
        }
    }
}
