package org.cairn.system.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpReader;
import org.cairn.dump.DumpRegion;
import org.cairn.dump.DumpSource;
import org.cairn.dump.machine.ElfCoreReader;
import org.cairn.dump.windows.CrashDumpReader;
import org.cairn.memory.Architecture;
import org.cairn.memory.Progress;
import org.cairn.system.ProcessImage;
import org.cairn.system.ProcessImage.HeapList;
import org.cairn.system.SystemImage;
import org.cairn.system.TypeChoice;
import org.cairn.testkit.CorpusFiles;
import org.cairn.types.ShippedTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Compares with {@code reactos-x86-64M.symbols.json} and the corpus's index of real dumps. */
class MachineConformanceTest {
    private final Path folder;

    MachineConformanceTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void findsReactOsByTheNotes() throws Exception {
        reactos(UnaryOperator.identity(), MachineConformanceTest::assertReactOs);
    }

    @Test
    void findsTheSameInTheBareBytes() throws Exception {
        reactos(
                Dump::bare,
                system -> {
                    assertReactOs(system);
                    assertThat(system.remarks())
                            .anyMatch(remark -> remark.text().contains("found by a scan"));
                });
    }

    private static void assertReactOs(SystemImage system) {
        assertThat(system.family()).isEqualTo("reactos");
        assertThat(system.build()).isEqualTo(3790);
        assertThat(system.architecture()).contains(Architecture.X86);
        assertThat(system.processes()).hasSize(3);
        ProcessImage kernel = system.processes().getFirst();
        assertThat(kernel.isKernel()).isTrue();
        assertThat(kernel.modules()).hasSize(31);
        assertThat(kernel.modules().getFirst().base()).isEqualTo(0x8040_0000L);
        assertThat(kernel.modules().getFirst().size()).isEqualTo(0x1b_d000);
        assertThat(kernel.modules().getFirst().fileName()).isEqualTo("ntoskrnl.exe");
        assertProcess(system.processes().get(1), "System", 4, 0xb024_8d50L, 0xa3_2000, 0);
        ProcessImage manager = system.processes().get(2);
        assertProcess(manager, "SMSS.EXE", 80, 0xb01d_5630L, 0xff_b000, 0x7ffd_c000L);
        assertThat(manager.threads()).hasSize(1);
        assertThat(manager.threads().getFirst().object()).isEqualTo(0xb01d_3020L);
        assertThat(manager.threads().getFirst().teb()).isEqualTo(0x7ffd_f000L);
        assertThat(manager.heapLists())
                .containsExactly(
                        HeapList.defaultFirst(
                                Architecture.X86,
                                "PEB 0x7ffdc000",
                                List.of(
                                        0x41_0000L,
                                        0x32_0000L,
                                        0x51_0000L,
                                        0x3d_0000L,
                                        0x55_0000L)));
        assertThat(manager.regions())
                .anyMatch(
                        region -> region.start() == 0x51_0000L && region.kind().equals("private"));
    }

    /** Each block of the corpus' truth lies in a region of its pool. */
    @Test
    void namesThePools() throws Exception {
        Path truth = corpus().file("reactos/reactos-x86-64M.pool.truth.tsv", folder);
        List<String[]> blocks =
                Files.readAllLines(truth).stream()
                        .filter(line -> !line.startsWith("#"))
                        .skip(1)
                        .map(line -> line.split("\t"))
                        .toList();
        reactos(
                UnaryOperator.identity(),
                system -> {
                    List<DumpRegion> regions = system.processes().getFirst().regions();
                    assertThat(blocks)
                            .hasSizeGreaterThan(700)
                            .allSatisfy(
                                    block ->
                                            assertThat(kind(regions, Long.decode(block[1])))
                                                    .isEqualTo(
                                                            block[3].replace("-big", "")
                                                                    + " pool"));
                    assertThat(kind(regions, 0x8040_0000L)).isEqualTo("image");
                    assertThat(kind(regions, 0xfe89_f000L)).isEqualTo("image");
                });
    }

    private static String kind(List<DumpRegion> regions, long address) {
        return regions.stream()
                .filter(region -> region.start() <= address && address <= region.last())
                .map(DumpRegion::kind)
                .findFirst()
                .orElse("no region");
    }

    private static void assertProcess(
            ProcessImage process, String name, long id, long object, long table, long peb) {
        assertThat(process.name()).isEqualTo(name);
        assertThat(process.id()).isEqualTo(id);
        assertThat(process.facts().object()).isEqualTo(object);
        assertThat(process.facts().directoryTable()).isEqualTo(table);
        assertThat(process.facts().peb()).isEqualTo(peb);
        assertThat(process.facts().foundBy()).isEqualTo("list and scan");
    }

    private void reactos(UnaryOperator<Dump> change, Consumer<SystemImage> assertions)
            throws Exception {
        read("reactos/reactos-x86-64M.elf", new ElfCoreReader(), change, assertions);
    }

    /** The numbers of drivers are those of the corpus's index. */
    @Test
    void takesSmallDumpsForAKernelWithDrivers() throws Exception {
        for (String name : List.of("rizin_triage_x64_19041", "rizin_triage_arm64_22000")) {
            read(
                    "real/" + name + ".dmp",
                    new CrashDumpReader(),
                    UnaryOperator.identity(),
                    system -> {
                        assertThat(system.family()).isEqualTo("windows");
                        assertThat(system.processes()).hasSize(1);
                        ProcessImage kernel = system.processes().getFirst();
                        assertThat(kernel.isKernel()).isTrue();
                        assertThat(kernel.id()).isZero();
                        assertThat(kernel.heapLists()).isEmpty();
                        assertThat(kernel.modules()).hasSizeGreaterThan(100);
                        assertThat(kernel.modules())
                                .anyMatch(module -> module.fileName().equals("ntoskrnl.exe"));
                    });
        }
    }

    /** Guests with page tables, but without Windows. */
    @Test
    void findsNoWindowsInOtherMachines() throws Exception {
        for (String name : List.of("x86-nonpae", "x86-pae", "x64-4level", "x64-5level")) {
            try (DumpSource source =
                    DumpSource.open(corpus().file("paging/" + name + ".elf", folder))) {
                Dump dump = new ElfCoreReader().read(source, Progress.NONE);
                assertThat(recognise(dump)).isEmpty();
                assertThat(recognise(dump.bare())).isEmpty();
            }
        }
    }

    private void read(
            String file,
            DumpReader reader,
            UnaryOperator<Dump> change,
            Consumer<SystemImage> assertions)
            throws Exception {
        try (DumpSource source = DumpSource.open(corpus().file(file, folder))) {
            Dump dump = change.apply(reader.read(source, Progress.NONE));
            assertions.accept(recognise(dump).orElseThrow());
        }
    }

    private static Optional<SystemImage> recognise(Dump dump) {
        return new WindowsSystem()
                .recognise(
                        dump, new TypeChoice(new ShippedTypes(), Optional.empty()), Progress.NONE);
    }

    private static CorpusFiles corpus() {
        Optional<CorpusFiles> corpus = CorpusFiles.locate();
        assumeTrue(corpus.isPresent(), CorpusFiles.MISSING);
        return corpus.orElseThrow();
    }
}
