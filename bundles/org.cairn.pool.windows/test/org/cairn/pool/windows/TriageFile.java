package org.cairn.pool.windows;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpSource;
import org.cairn.dump.windows.CrashDumpReader;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapDecoder;
import org.cairn.heap.HeapRoot;
import org.cairn.memory.Architecture;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Progress;
import org.cairn.testkit.SyntheticMachine;
import org.cairn.testkit.SyntheticPool;
import org.cairn.testkit.SyntheticSegmentPool;
import org.cairn.testkit.TriageDumpWriter;
import org.cairn.types.ShippedTypes;
import org.cairn.types.TypeTable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** A small dump of a synthetic machine with pools, and the truth about the blocks in it. */
final class TriageFile {
    static final int PAGE = 0x1000;

    /** What systems keep around an address. */
    private static final int AROUND = 0x100;

    final boolean wide;
    final int unit;
    final TriageDumpWriter writer;
    private final SyntheticMachine machine;
    private final TreeMap<Long, Truth> truth = new TreeMap<>(Long::compareUnsigned);
    private final TreeSet<Long> present = new TreeSet<>(Long::compareUnsigned);
    private final Random random = new Random(19);

    /** A block that the machine has. */
    record Truth(long address, long size, long user, boolean free, String tag, boolean paged) {
        /** As a decoder reports it. */
        String line() {
            return Long.toHexString(address)
                    + " "
                    + size
                    + " "
                    + Long.toHexString(user)
                    + (free ? " free" : " " + tag);
        }
    }

    TriageFile(String table, Architecture architecture, int build, boolean segments) {
        wide = architecture.pointerSize() == Long.BYTES;
        unit = wide ? 16 : 8;
        writer = new TriageDumpWriter(architecture, build);
        machine = segments ? segments(table) : pages(table);
        writer.driver("ntoskrnl.exe", machine.kernelBase(), 0x100_0000);
        byte[] stack = new byte[0x300];
        random.nextBytes(stack);
        writer.stack(wide ? 0xffff_8504_2989_0ee8L : 0xf7a1_2c40L, stack);
    }

    private SyntheticMachine pages(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        for (SyntheticPool.Block block : made.pool.blocks()) {
            if (block.headerBytes() > 0) {
                add(
                        block.address(),
                        block.size(),
                        block.address() + block.headerBytes(),
                        block.state() == SyntheticPool.State.FREE,
                        block.tag(),
                        block.paged());
            }
        }
        return made.machine;
    }

    private SyntheticMachine segments(String table) {
        TypeTable types = new ShippedTypes().named(table).orElseThrow();
        SyntheticMachine made =
                new SyntheticMachine(types, wide ? PagingMode.X64 : PagingMode.PAE, 40);
        long first = wide ? 0xffff_c080_0000_0000L : 0x8800_0000L;
        SyntheticSegmentPool pool = new SyntheticSegmentPool(made, types, first, 1);
        pool.node(0, 1);
        pool.node(0, 2);
        pool.finish();
        pool.copy();
        for (SyntheticSegmentPool.Block block : pool.blocks()) {
            if (block.header() != 0) {
                long size = block.end() - block.header() + unit - 1 & -unit;
                add(block.header(), size, block.user(), false, block.tag(), block.heap().paged());
            }
        }
        return made;
    }

    private void add(
            long address, long size, long user, boolean free, String tag, boolean isPaged) {
        truth.put(address, new Truth(address, size, user, free, tag, isPaged));
    }

    /** All blocks of a pool. */
    List<Truth> blocks(boolean paged) {
        return truth.values().stream().filter(block -> block.paged() == paged).toList();
    }

    /** Captures bytes. */
    TriageFile capture(long address, int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = machine.kernelBytes(address + i, 1)[0];
            present.add(address + i);
        }
        writer.block(address, bytes);
        return this;
    }

    /** Captures what systems keep around an address: it may begin and end anywhere. */
    TriageFile around(long address) {
        return capture(address - random.nextInt(AROUND / 8) * 8L & -8, AROUND);
    }

    /** Changes bytes of the machine before they are captured. */
    TriageFile damage(long address, byte... bytes) {
        machine.kernelBytes(address, bytes);
        return this;
    }

    private boolean isPresent(long address, long count) {
        return present.subSet(address, true, address + count - 1, true).size() == count;
    }

    /** The blocks of a pool whose headers were captured. */
    List<Truth> captured(boolean paged) {
        return blocks(paged).stream().filter(block -> isPresent(block.address(), unit)).toList();
    }

    /** What the product makes of the file. */
    record Read(DecodeContext context, List<HeapRoot> roots, List<Recorder> pools) {
        /** Blocks of all pools as lines. */
        List<String> lines() {
            return pools.stream()
                    .flatMap(pool -> pool.blocks().stream())
                    .filter(block -> block.state() != BlockState.METADATA)
                    .map(Read::line)
                    .toList();
        }

        private static String line(Recorder.Block block) {
            return Long.toHexString(block.address())
                    + " "
                    + block.size()
                    + " "
                    + Long.toHexString(block.userAddress())
                    + (block.state() == BlockState.FREE && (block.flags() & BlockSink.CACHED) == 0
                            ? " free"
                            : " " + block.tag());
        }

        /** Rules that were told, with what was told. */
        List<String> told() {
            List<String> told = new ArrayList<>();
            pools.forEach(
                    pool ->
                            pool.anomalies.forEach(
                                    each ->
                                            told.add(
                                                    each.rule()
                                                            + " "
                                                            + Long.toHexString(each.address())
                                                            + " "
                                                            + each.summary())));
            return told;
        }
    }

    /** Writes the file and has it read. */
    Read read(Path folder, HeapDecoder decoder) throws Exception {
        return read(writer, folder, decoder);
    }

    /** Writes a file and has it read. */
    static Read read(TriageDumpWriter writer, Path folder, HeapDecoder decoder) throws Exception {
        Path file = Files.write(folder.resolve("Mini.dmp"), writer.get());
        try (DumpSource source = DumpSource.open(file)) {
            Dump dump = new CrashDumpReader().read(source, Progress.NONE);
            DecodeContext context = PoolMachine.context(dump);
            return new Read(context, decoder.locate(context), PoolMachine.decode(decoder, context));
        }
    }
}
