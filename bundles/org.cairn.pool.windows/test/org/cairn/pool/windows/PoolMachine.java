package org.cairn.pool.windows;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpProcessor;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapDecoder;
import org.cairn.heap.HeapRoot;
import org.cairn.memory.Architecture;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Progress;
import org.cairn.memory.Structure;
import org.cairn.system.SystemImage;
import org.cairn.system.TypeChoice;
import org.cairn.system.windows.WindowsSystem;
import org.cairn.testkit.SyntheticMachine;
import org.cairn.testkit.SyntheticPool;
import org.cairn.types.ShippedTypes;
import org.cairn.types.TypeTable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A synthetic machine with pools, and what a decoder says of it. */
final class PoolMachine {
    static final String WINDOWS_2000 = "win2000-x86";
    static final int PAGES = 24;

    private static final int PAGE = 0x1000;
    private static final Structure HEADER_2000 =
            Structure.named("_POOL_HEADER")
                    .u8("PreviousSize")
                    .u8("PoolIndex")
                    .u8("PoolType")
                    .u8("BlockSize")
                    .u32("PoolTag")
                    .build();

    final SyntheticMachine machine;
    final SyntheticPool pool;
    final TypeTable types;
    final long nonPaged;
    final long paged;
    final boolean old;

    PoolMachine(String table) {
        old = table.equals(WINDOWS_2000);
        types = old ? windows2000() : new ShippedTypes().named(table).orElseThrow();
        boolean wide = types.id().architecture() == Architecture.X64;
        machine = new SyntheticMachine(types, wide ? PagingMode.X64 : PagingMode.PAE, 8);
        machine.kernelModule("\\SystemRoot\\ntoskrnl.exe", machine.kernelBase(), 0x100_0000);
        Structure header = old ? HEADER_2000 : types.structure("_POOL_HEADER");
        pool =
                new SyntheticPool(
                        machine, types, header, old ? 0x20 : header.size(), table.hashCode());
        nonPaged = wide ? 0xffff_fa80_0c00_0000L : 0x8600_0000L;
        paged = wide ? 0xffff_f8a0_0010_0000L : 0xe100_0000L;
    }

    /** The header of blocks, which no table of 2000 has. */
    Structure header() {
        return old ? HEADER_2000 : types.structure("_POOL_HEADER");
    }

    /** Both pools with blocks of all sorts. */
    PoolMachine fill() {
        pool.fill(false, nonPaged, PAGES);
        pool.fill(true, paged, PAGES);
        if (!old) {
            pool.big(false, nonPaged + PAGES * PAGE, 3 * PAGE - 0x123, "BigN");
            pool.big(true, paged + PAGES * PAGE, 2 * PAGE, "BigP");
        }
        if (types.id().build() < 6000) {
            int more = old ? 0 : 3;
            pool.ranges(nonPaged, (PAGES + more) * PAGE, paged, (PAGES + 16) * PAGE);
        }
        pool.finish();
        return this;
    }

    /** Windows 2000 has the process structures of XP here, and no other ones of pools. */
    private static TypeTable windows2000() {
        TypeTable xp = new ShippedTypes().named("winxp-sp2-x86").orElseThrow();
        return new TypeTable(
                new TypeTable.Id(
                        WINDOWS_2000, "windows", "Windows 2000", 2195, Architecture.X86, "test"),
                xp.structures().stream().filter(type -> !type.name().startsWith("_POOL")).toList());
    }

    Dump dump() {
        return Dump.builder("test")
                .memory(MemoryKind.PHYSICAL, machine.physical())
                .processors(List.of(new DumpProcessor(0, Map.of(), Optional.of(machine.tables()))))
                .build();
    }

    DecodeContext context() {
        return context(dump());
    }

    static DecodeContext context(Dump dump) {
        TypeChoice choice = new TypeChoice(new ShippedTypes(), Optional.empty());
        SystemImage system =
                new WindowsSystem().recognise(dump, choice, Progress.NONE).orElseThrow();
        return new DecodeContext(system, system.processes().getFirst(), choice, Progress.NONE);
    }

    /** What the decoder of page-walked pools says, nonpaged pool first. */
    List<Recorder> decode() {
        return decode(new PagePoolDecoder(), context());
    }

    static List<Recorder> decode(HeapDecoder decoder, DecodeContext context) {
        List<Recorder> decoded = new ArrayList<>();
        for (HeapRoot root : decoder.locate(context)) {
            Recorder recorder = new Recorder();
            decoder.decode(root, context, recorder);
            decoded.add(recorder);
        }
        return decoded;
    }
}
