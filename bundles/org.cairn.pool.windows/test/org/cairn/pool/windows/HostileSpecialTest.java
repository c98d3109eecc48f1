package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpProcessor;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapDecoder;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Architecture;
import org.cairn.memory.PageTables;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Progress;
import org.cairn.memory.SparseMemory;
import org.cairn.system.ProcessImage;
import org.cairn.system.SystemImage;
import org.cairn.system.TypeChoice;
import org.cairn.system.windows.WindowsSystem;
import org.cairn.testkit.SyntheticMachine;
import org.cairn.testkit.SyntheticProcess;
import org.cairn.testkit.SyntheticSession;
import org.cairn.testkit.SyntheticSpecialPool;
import org.cairn.types.ShippedTypes;
import org.cairn.types.TypeTable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Damaged and missing bytes in session pools and special pool: nothing throws, all is in order. */
class HostileSpecialTest {
    private static final int PAGE = 0x1000;
    private static final int ROUNDS = 40;
    private static final int DAMAGES = 400;

    /** A machine with a session and special pool. */
    private static SyntheticMachine machine(TypeTable types) {
        boolean wide = types.id().architecture() == Architecture.X64;
        SyntheticMachine machine =
                new SyntheticMachine(types, wide ? PagingMode.X64 : PagingMode.PAE, 4);
        machine.kernelModule("\\SystemRoot\\ntoskrnl.exe", machine.kernelBase(), 0x100_0000);
        SyntheticProcess image = new SyntheticProcess(types, 0x7f_0000L, 300, 300);
        image.corrupt(0x7f_0000L, "_PEB", "SessionId", 1);
        machine.process(image, 300, "csrss.exe", 3);
        SyntheticSession session =
                new SyntheticSession(types, 1, wide ? 0xffff_f900_0000_0000L : 0xbf80_0000L, 3);
        session.fill(wide ? 0xffff_f900_c000_0000L : 0xbc00_0000L, 8, 32);
        session.finish();
        machine.session(300, session);
        long first = wide ? 0xffff_cf80_0010_0000L : 0x9a00_0000L;
        SyntheticSpecialPool special =
                new SyntheticSpecialPool(machine, types, first, first + 0x100_0000);
        for (int i = 1; i < 20; i++) {
            special.add(i * 50, i % 2 == 0, "Hs" + (10 + i), 0x20 + i, i % 3 > 0, i % 4);
        }
        special.wanted(machine.kernelBase() + 0x2_8000, 0x2a);
        return machine;
    }

    @ParameterizedTest
    @ValueSource(strings = {"winxp-sp3-x86", "win7-sp1-x64", "win10-1607-14393-x64"})
    void survives(String table) {
        TypeTable types = new ShippedTypes().named(table).orElseThrow();
        SyntheticMachine machine = machine(types);
        byte[] sound = machine.raw();
        SystemImage system = system(machine, sound);
        assertThat(decode(system, machine, sound, 0)).isGreaterThan(50);
        Random random = new Random(table.hashCode());
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = sound.clone();
            for (int i = 0; i < DAMAGES; i++) {
                int at = random.nextInt(bytes.length);
                bytes[at] = (byte) random.nextInt();
                bytes[at & -PAGE | random.nextInt(64)] = (byte) random.nextInt();
            }
            decode(system, machine, bytes, random.nextInt(3) * 9);
        }
    }

    private static SystemImage system(SyntheticMachine machine, byte[] bytes) {
        Dump dump =
                Dump.builder("test")
                        .memory(
                                MemoryKind.PHYSICAL,
                                SparseMemory.builder(Absence.NOT_CAPTURED)
                                        .bytes(0, MemorySegment.ofArray(bytes))
                                        .build())
                        .processors(
                                List.of(
                                        new DumpProcessor(
                                                0, Map.of(), Optional.of(machine.tables()))))
                        .build();
        return new WindowsSystem()
                .recognise(
                        dump, new TypeChoice(new ShippedTypes(), Optional.empty()), Progress.NONE)
                .orElseThrow();
    }

    /** Decodes with the processes that were found before the damage; each n-th page is missing. */
    private static int decode(
            SystemImage system, SyntheticMachine machine, byte[] bytes, int missing) {
        SparseMemory.Builder memory = SparseMemory.builder(Absence.NOT_CAPTURED);
        for (int at = 0; at < bytes.length; at += PAGE) {
            if (missing == 0 || at / PAGE % missing != 5) {
                memory.bytes(at, MemorySegment.ofArray(bytes), at, PAGE);
            }
        }
        AddressSpace physical = memory.build();
        List<ProcessImage> processes =
                system.processes().stream()
                        .map(process -> over(process, machine, physical))
                        .toList();
        SystemImage changed =
                new SystemImage(
                        system.family(),
                        system.description(),
                        system.build(),
                        system.architecture(),
                        processes,
                        system.remarks());
        TypeChoice choice = new TypeChoice(new ShippedTypes(), Optional.empty());
        int blocks = 0;
        for (ProcessImage process : processes) {
            DecodeContext context = new DecodeContext(changed, process, choice, Progress.NONE);
            for (HeapDecoder decoder :
                    List.of(new SessionPoolDecoder(), new SpecialPoolDecoder())) {
                for (HeapRoot root : decoder.locate(context)) {
                    if (root.status() == Status.PRESENT) {
                        Recorder recorder = new Recorder();
                        decoder.decode(root, context, recorder);
                        assertThat(recorder.faults).isEmpty();
                        assertThat(recorder.isComplete()).isTrue();
                        blocks += recorder.blocks().size();
                        recorder.blocks().stream()
                                .limit(20)
                                .forEach(block -> decoder.describe(root, block.address(), context));
                    }
                }
            }
        }
        return blocks;
    }

    private static ProcessImage over(
            ProcessImage process, SyntheticMachine machine, AddressSpace physical) {
        long root = process.facts().directoryTable();
        ProcessImage.Builder builder =
                ProcessImage.builder(
                                process.id(),
                                process.name(),
                                process.architecture(),
                                new PageTables(machine.tables().mode(), root).over(physical))
                        .lastUserAddress(process.lastUserAddress())
                        .facts(process.facts())
                        .variables(process.variables())
                        .modules(process::modules);
        return (process.isKernel() ? builder.kernel() : builder).build();
    }
}
