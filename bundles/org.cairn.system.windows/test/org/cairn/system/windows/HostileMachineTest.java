package org.cairn.system.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpModule;
import org.cairn.memory.Absence;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Progress;
import org.cairn.memory.SparseMemory;
import org.cairn.system.ProcessImage;
import org.cairn.system.SystemImage;
import org.cairn.system.TypeChoice;
import org.cairn.testkit.HeapOptions;
import org.cairn.testkit.SyntheticMachine;
import org.cairn.testkit.SyntheticProcess;
import org.cairn.types.ShippedTypes;
import org.cairn.types.TypeTable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/** Damaged machines: whatever their bytes say, reading them ends with a result. */
class HostileMachineTest {
    private static final int WORD = 8;
    private static final int PAGE = 0x1000;

    /** Raised by hand for a longer run. */
    private static final int DAMAGED = Integer.getInteger("cairn.hostile.machines", 16);

    @ParameterizedTest
    @CsvSource({"winxp-sp3-x86, X86_PSE", "win7-sp1-x86, PAE", "win10-2004-19041-x64, X64"})
    void readsDamagedMachines(String table, PagingMode mode) {
        byte[] sound = machine(table, mode);
        int used = used(sound);
        Random random = new Random(1);
        int recognised = 0;
        for (int i = 0; i < DAMAGED; i++) {
            byte[] bytes = sound.clone();
            int changes = 1 << random.nextInt(12);
            for (int change = 0; change < changes; change++) {
                damage(bytes, sound, used, random);
            }
            if (i % 8 == 0) {
                objects(bytes, used, random);
            }
            Optional<SystemImage> system = recognise(bytes);
            system.ifPresent(HostileMachineTest::readAll);
            recognised += system.isPresent() ? 1 : 0;
        }
        assertThat(recognised).isGreaterThan(DAMAGED / 2);
    }

    private static byte[] machine(String table, PagingMode mode) {
        TypeTable types = new ShippedTypes().named(table).orElseThrow();
        boolean wide = types.id().architecture().pointerSize() == Long.BYTES;
        SyntheticMachine machine = new SyntheticMachine(types, mode, 3);
        machine.kernelModule("ntoskrnl.exe", machine.kernelBase(), 0x100_0000);
        for (long id = 1000; id < 1020; id += 4) {
            long peb = wide ? 0x7f_1234_5000L : 0x7ffd_7000L;
            SyntheticProcess process = new SyntheticProcess(types, peb, id, 7);
            process.module(new DumpModule(0x40_0000, 0x8000, "C:\\app.exe", "", 1, 0, ""));
            process.loaderList(0x60_0000);
            process.thread(id + 400, 0x40_1000, 0x10_0000);
            process.heap(0x80_0000, HeapOptions.GROWABLE);
            machine.process(process, id, "app.exe", 30);
        }
        return machine.raw();
    }

    private static int used(byte[] bytes) {
        int used = bytes.length;
        while (bytes[used - 1] == 0) {
            used--;
        }
        return used;
    }

    private static void damage(byte[] bytes, byte[] sound, int used, Random random) {
        int at = random.nextInt(used / WORD) * WORD;
        switch (random.nextInt(4)) {
            case 0 -> bytes[at + random.nextInt(WORD)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> {
                for (int i = 0; i < WORD; i++) {
                    bytes[at + i] = (byte) random.nextInt();
                }
            }
            case 2 -> {
                int other = random.nextInt(used / WORD) * WORD;
                System.arraycopy(sound, other, bytes, at, WORD);
            }
            default -> Arrays.fill(bytes, at, at + WORD, (byte) 0xff);
        }
    }

    /** Fills pages with what looks like the beginnings of process objects. */
    private static void objects(byte[] bytes, int used, Random random) {
        int first = random.nextInt(used / PAGE) * PAGE;
        int end = Math.min(used, first + random.nextInt(1, 64) * PAGE);
        for (int at = first; at < end; at += 2 * WORD) {
            bytes[at] = 3;
        }
    }

    private static Optional<SystemImage> recognise(byte[] bytes) {
        Dump dump =
                Dump.builder("test")
                        .memory(
                                MemoryKind.PHYSICAL,
                                SparseMemory.builder(Absence.NOT_CAPTURED)
                                        .bytes(0, MemorySegment.ofArray(bytes))
                                        .build())
                        .build();
        return new WindowsSystem()
                .recognise(
                        dump, new TypeChoice(new ShippedTypes(), Optional.empty()), Progress.NONE);
    }

    private static void readAll(SystemImage system) {
        for (ProcessImage process : system.processes()) {
            assertThat(process.modules()).hasSizeLessThanOrEqualTo(4096);
            assertThat(process.threads()).hasSizeLessThanOrEqualTo(1 << 16);
            assertThat(process.regions()).hasSizeLessThanOrEqualTo(1 << 18);
            assertThat(process.heapLists()).hasSizeLessThanOrEqualTo(2);
        }
    }
}
