package org.cairn.system.windows;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpProcessor;
import org.cairn.dump.Remark;
import org.cairn.memory.Architecture;
import org.cairn.memory.PageTables;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Progress;
import org.cairn.system.SystemImage;
import org.cairn.system.TypeChoice;
import org.cairn.testkit.HeapOptions;
import org.cairn.testkit.NtHeapWriter;
import org.cairn.testkit.SyntheticMachine;
import org.cairn.testkit.SyntheticProcess;
import org.cairn.types.ShippedTypes;
import org.cairn.types.TypeTable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A machine with a process that has a heap, two modules and two threads. */
record ServerMachine(
        TypeTable types,
        SyntheticMachine machine,
        SyntheticProcess process,
        NtHeapWriter heap,
        long object) {
    static final long PROCESS_ID = 0x4d4;
    static final int HANDLES = 21;
    static final int MEGABYTES = 4;

    static ServerMachine of(String table, PagingMode mode) {
        return of(table, mode, true);
    }

    static ServerMachine of(String table, PagingMode mode, boolean withLoaderList) {
        TypeTable types = new ShippedTypes().named(table).orElseThrow();
        boolean wide = types.id().architecture() == Architecture.X64;
        long peb = wide ? 0x7f_1234_5000L : 0x7ffd_7000L;
        SyntheticProcess process = new SyntheticProcess(types, peb, PROCESS_ID, 7);
        process.module(new DumpModule(0x40_0000, 0x3000, "C:\\app\\server.exe", "", 11, 0, ""));
        process.module(
                new DumpModule(
                        wide ? 0x7f_f000_0000L : 0x7700_0000L,
                        0x8000,
                        "C:\\Windows\\System32\\ntdll.dll",
                        "",
                        12,
                        0,
                        ""));
        process.header(0x40_0000, "server", 4, 3, 2, 1);
        if (withLoaderList) {
            process.loaderList(0x60_0000);
        }
        process.thread(0x5a0, 0x40_1000, 0x10_0000);
        process.thread(0x5a4, 0x40_1000, 0x20_0000);
        NtHeapWriter heap = process.heap(0x80_0000, HeapOptions.GROWABLE);
        for (int i = 1; i < 40; i++) {
            heap.allocate(i * 24L);
        }
        SyntheticMachine machine = new SyntheticMachine(types, mode, MEGABYTES);
        machine.kernelModule(
                "\\SystemRoot\\system32\\ntoskrnl.exe", machine.kernelBase(), 0x100_0000);
        machine.kernelModule(
                "\\SystemRoot\\system32\\hal.dll", machine.kernelBase() + 0x100_0000, 0x9000);
        long object = machine.process(process, PROCESS_ID, "server.exe", HANDLES);
        return new ServerMachine(types, machine, process, heap, object);
    }

    Dump bare() {
        return Dump.builder("test").memory(MemoryKind.PHYSICAL, machine.physical()).build();
    }

    Dump with(PageTables tables) {
        return Dump.builder("test")
                .memory(MemoryKind.PHYSICAL, machine.physical())
                .processors(List.of(new DumpProcessor(0, Map.of(), Optional.of(tables))))
                .build();
    }

    static Optional<SystemImage> recognise(Dump dump) {
        return new WindowsSystem()
                .recognise(
                        dump, new TypeChoice(new ShippedTypes(), Optional.empty()), Progress.NONE);
    }

    static List<String> texts(SystemImage system) {
        return system.remarks().stream().map(Remark::text).toList();
    }
}
