package org.cairn.system.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpProcessor;
import org.cairn.dump.DumpRegion;
import org.cairn.dump.DumpSource;
import org.cairn.dump.DumpThread;
import org.cairn.dump.Remark;
import org.cairn.dump.SystemClaim;
import org.cairn.dump.windows.CrashDumpReader;
import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Architecture;
import org.cairn.memory.Field;
import org.cairn.memory.PageTables;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.cairn.memory.Structure;
import org.cairn.system.ProcessImage;
import org.cairn.system.ProcessImage.HeapList;
import org.cairn.system.SystemImage;
import org.cairn.system.TypeChoice;
import org.cairn.system.TypeLog;
import org.cairn.testkit.HeapOptions;
import org.cairn.testkit.NtHeapWriter;
import org.cairn.testkit.SyntheticMachine;
import org.cairn.testkit.SyntheticMachine.Invalid;
import org.cairn.testkit.SyntheticProcess;
import org.cairn.types.PdbIdentity;
import org.cairn.types.ShippedTypes;
import org.cairn.types.TypeTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Machines of the testkit, by registers and by the bytes alone. */
class WindowsMachineTest {
    private static final long PROCESS_ID = 0x4d4;
    private static final int HANDLES = 21;
    private static final int MEGABYTES = 4;

    /** A kernel of 19041.329, as its public symbols have it. */
    private static final String PDB_19041 = "BBED7C2955FBE4522AAA23F4B8677AD9";

    private static final Map<String, Long> VARIABLES_19041 =
            Map.of(
                    "PsLoadedModuleList", 0xc2_a2b0L,
                    "PsActiveProcessHead", 0xc1_e060L,
                    "KdDebuggerDataBlock", 0xc0_0b20L,
                    "KdpDataBlockEncoded", 0xc5_0a20L,
                    "KiWaitNever", 0xcf_b7f8L,
                    "KiWaitAlways", 0xcf_b9f8L);

    /** A machine with a process that has a heap, two modules and two threads. */
    private record Machine(
            TypeTable types,
            SyntheticMachine machine,
            SyntheticProcess process,
            NtHeapWriter heap,
            long object) {
        static Machine of(String table, PagingMode mode) {
            return of(table, mode, true);
        }

        static Machine of(String table, PagingMode mode, boolean withLoaderList) {
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
            return new Machine(types, machine, process, heap, object);
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
    }

    private static Optional<SystemImage> recognise(Dump dump) {
        return new WindowsSystem()
                .recognise(
                        dump, new TypeChoice(new ShippedTypes(), Optional.empty()), Progress.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "winxp-sp3-x86, X86_PSE",
        "win2003-sp2-x86, PAE",
        "win2003-sp2-x64, X64",
        "winvista-sp2-x86, PAE",
        "win7-sp1-x86, PAE",
        "win7-sp1-x64, X64",
        "win8-x86, PAE",
        "win8-x64, X64",
        "win81-x64, X64",
        "win10-1507-10240-x64, X64",
        "win10-1607-14393-x86, PAE",
        "win10-1809-17763-x64, X64",
        "win10-2004-19041-x64, X64",
        "win10-22h2-19045-x86, PAE",
        "win11-22h2-22621-x64, X64",
        "win11-22h2-22621-x64, X64_LA57"
    })
    void findsTheSameByRegistersAndByBytes(String table, PagingMode mode) {
        Machine made = Machine.of(table, mode);
        SystemImage scanned = recognise(made.bare()).orElseThrow();
        SystemImage given = recognise(made.with(made.machine.tables())).orElseThrow();

        assertMachine(scanned, made);
        assertMachine(given, made);
        assertThat(texts(scanned)).anyMatch(text -> text.startsWith("page tables found by a scan"));
        assertThat(texts(given)).noneMatch(text -> text.startsWith("page tables found by a scan"));
    }

    private static void assertMachine(SystemImage system, Machine made) {
        assertThat(system.family()).isEqualTo("windows");
        assertThat(system.build()).isEqualTo(made.types.id().build());
        assertThat(system.processes())
                .extracting(ProcessImage::id)
                .containsExactly(0L, 4L, PROCESS_ID);
        ProcessImage kernel = system.processes().getFirst();
        assertThat(kernel.isKernel()).isTrue();
        assertThat(kernel.modules())
                .extracting(DumpModule::fileName)
                .containsExactly("ntoskrnl.exe", "hal.dll");
        assertThat(kernel.regions()).extracting(DumpRegion::kind).contains("image");
        assertThat(kernel.regions())
                .as("no variable says where pools are")
                .extracting(DumpRegion::kind)
                .doesNotContain("paged pool", "nonpaged pool");
        DumpModule image = kernel.modules().getFirst();
        assertThat(image.pdb()).isEqualTo("ntkrnlmp.pdb 00112233445566778899AABBCCDDEEFF 1");
        assertThat(image.version()).isEqualTo("10.0." + made.types.id().build() + ".1");
        assertThat(image.timeDateStamp()).isEqualTo(0x5f00_1234L);
        assertThat(image.checkSum()).isEqualTo(0xa1_b2c3L);
        ProcessImage process = system.processes().get(2);
        assertThat(process.name()).isEqualTo("server.exe");
        assertThat(process.facts().object()).isEqualTo(made.object);
        assertThat(process.facts().peb()).isEqualTo(made.process.peb());
        assertThat(process.facts().parentId()).hasValue(4);
        assertThat(process.facts().handleCount()).hasValue(HANDLES);
        assertThat(process.facts().commitCharge()).hasValue(25L * 0x1000);
        assertThat(process.facts().foundBy()).isEqualTo("list and scan");
        assertThat(process.modules())
                .extracting(DumpModule::fileName)
                .containsExactly("server.exe", "ntdll.dll");
        assertThat(process.modules().getFirst().pdb())
                .isEqualTo("server.pdb " + "C3".repeat(16) + " 2");
        assertThat(process.modules().getFirst().version()).isEqualTo("4.3.2.1");
        assertThat(process.threads())
                .extracting(DumpThread::id, DumpThread::teb, DumpThread::state)
                .containsExactlyElementsOf(
                        made.process.image().threads().stream()
                                .map(thread -> tuple(thread.id(), thread.teb(), "waiting"))
                                .toList());
        assertThat(process.heapLists()).hasSize(1);
        assertThat(process.heapLists().getFirst().heaps()).containsExactly(made.heap.address());
        assertThat(process.heapLists().getFirst().defaultHeap())
                .isEqualTo(OptionalLong.of(made.heap.address()));
        assertThat(process.regions())
                .anyMatch(
                        region ->
                                region.start() == made.heap.address()
                                        && region.kind().equals("private"));
        assertThat(process.regions())
                .anyMatch(region -> region.start() == 0x40_0000L && region.kind().equals("image"));
    }

    @ParameterizedTest
    @CsvSource({
        "win7-sp1-x64, win7-sp1-x86",
        "win10-2004-19041-x64, win10-2004-19041-x86",
        "win10-1507-10240-x64, win10-1507-10240-x86"
    })
    void findsBothPartsOfAWow64Process(String table, String narrowTable) {
        Machine made = Machine.of(table, PagingMode.X64);
        SyntheticProcess narrow =
                new SyntheticProcess(
                        new ShippedTypes().named(narrowTable).orElseThrow(),
                        0x7efd_e000L,
                        PROCESS_ID,
                        8);
        narrow.module(
                new DumpModule(0x7710_0000L, 0x5000, "C:\\W\\SysWOW64\\ntdll.dll", "", 1, 0, ""));
        narrow.loaderList(0x30_0000);
        long heap = narrow.heap(0x100_0000, HeapOptions.GROWABLE).address();
        made.machine.wow64(PROCESS_ID, narrow);
        ProcessImage process = recognise(made.bare()).orElseThrow().processes().get(2);

        assertThat(process.facts().peb32()).isEqualTo(0x7efd_e000L);
        assertThat(process.heapLists())
                .extracting(HeapList::architecture, HeapList::heaps)
                .containsExactly(
                        tuple(Architecture.X64, List.of(made.heap.address())),
                        tuple(Architecture.X86, List.of(heap)));
        assertThat(process.modules())
                .extracting(DumpModule::base)
                .containsExactly(0x40_0000L, 0x7f_f000_0000L, 0x7710_0000L);
    }

    /** The kernel's pages are in the space, too. */
    @ParameterizedTest
    @CsvSource({
        "winxp-sp3-x86, X86_PSE",
        "win7-sp1-x86, PAE",
        "win7-sp1-x64, X64",
        "win11-22h2-22621-x64, X64_LA57"
    })
    void readsEachByteOfAProcess(String table, PagingMode mode) {
        Machine made = Machine.of(table, mode);
        ProcessImage process = recognise(made.bare()).orElseThrow().processes().get(2);
        long pages = 0;
        for (Run.Mapped run : made.process.space().mapped(0, -1L)) {
            for (long page = run.start(); page < run.last(); page += 0x1000) {
                assertThat(bytes(process.space(), page))
                        .isEqualTo(bytes(made.process.space(), page));
                pages++;
            }
        }
        long found = 0;
        for (Run.Mapped run : process.space().mapped(0, process.lastUserAddress())) {
            found += run.bytes().byteSize() / 0x1000;
        }
        assertThat(found).isEqualTo(pages).isPositive();
        assertThat(process.space().runAt(made.machine.kernelBase())).isInstanceOf(Run.Mapped.class);
    }

    @Test
    void findsImagesByTheirHeadersWithoutTheLoadersList() {
        Machine made = Machine.of("win10-2004-19041-x64", PagingMode.X64, false);
        ProcessImage process = recognise(made.bare()).orElseThrow().processes().get(2);

        assertThat(process.modules())
                .extracting(DumpModule::base, DumpModule::name)
                .containsExactly(tuple(0x40_0000L, "server"));
    }

    @Test
    void namesHiddenAndEndedProcesses() {
        Machine made = Machine.of("win10-2004-19041-x64", PagingMode.X64);
        long hidden = made.machine.unlisted(0x66c, "rootkit.exe", false);
        long ended = made.machine.unlisted(0x668, "done.exe", true);
        SystemImage system = recognise(made.bare()).orElseThrow();

        assertThat(system.processes())
                .extracting(
                        ProcessImage::name,
                        process -> process.facts().object(),
                        process -> process.facts().foundBy(),
                        process -> process.facts().exited())
                .contains(
                        tuple("rootkit.exe", hidden, "scan (not in the list)", false),
                        tuple("done.exe", ended, "scan (exited)", true));
        assertThat(texts(system))
                .anyMatch(text -> text.startsWith("process 1644 (rootkit.exe, _EPROCESS "));
    }

    @Test
    void decodesDebuggerDataWithSymbols() {
        Machine made = Machine.of("win10-2004-19041-x64", PagingMode.X64);
        made.machine.kernelOf(PDB_19041, 1, VARIABLES_19041);
        made.machine.encode(0x1234_5678_9abc_de2bL, 0x0fed_cba9_8765_4321L);
        SystemImage system = recognise(made.bare()).orElseThrow();

        assertThat(system.processes())
                .extracting(ProcessImage::id)
                .containsExactly(0L, 4L, PROCESS_ID);
        assertThat(system.processes().get(2).threads()).hasSize(2);
        assertThat(system.processes().getFirst().modules()).hasSize(2);
        assertThat(texts(system)).anyMatch(text -> text.contains("KDDEBUGGER_DATA64 by decoded"));
    }

    /** A kernel that no shipped table fits: only its own PDB file does. */
    @Test
    void takesTheTypesOfTheKernelsPdbFile() {
        TypeTable moved = moved("win7-sp1-x64");
        SyntheticMachine machine = new SyntheticMachine(moved, PagingMode.X64, MEGABYTES);
        Dump dump = Dump.builder("test").memory(MemoryKind.PHYSICAL, machine.physical()).build();
        PdbIdentity kernel = new PdbIdentity("ntkrnlmp.pdb", "00112233445566778899AABBCCDDEEFF", 1);
        TypeLog log = new TypeLog();
        TypeChoice choice =
                new TypeChoice(
                        new ShippedTypes(),
                        Optional.empty(),
                        (wanted, _) ->
                                wanted.equals(kernel) ? Optional.of(moved) : Optional.empty(),
                        log);

        assertThat(recognise(dump).map(SystemImage::processes).orElse(List.of()))
                .extracting(ProcessImage::name)
                .doesNotContain("System");
        SystemImage system =
                new WindowsSystem().recognise(dump, choice, Progress.NONE).orElseThrow();
        assertThat(system.processes())
                .extracting(ProcessImage::name)
                .containsExactly("ntoskrnl.exe", "System");
        assertThat(log.choices())
                .anySatisfy(
                        taken -> {
                            assertThat(taken.subject()).isEqualTo("kernel structures x64");
                            assertThat(taken.table()).isEqualTo(moved.id());
                            assertThat(taken.reason()).isEqualTo("same GUID and age as the kernel");
                        });
    }

    /** A table with the fields of processes elsewhere. */
    private static TypeTable moved(String name) {
        TypeTable table = new ShippedTypes().named(name).orElseThrow();
        List<Structure> structures =
                table.structures().stream()
                        .map(type -> type.name().equals("_EPROCESS") ? moved(type) : type)
                        .toList();
        return new TypeTable(
                new TypeTable.Id(
                        "ntkrnlmp.pdb", "windows", "made up", 7601, Architecture.X64, "test"),
                structures);
    }

    private static Structure moved(Structure type) {
        int by = 0x48;
        List<Field> fields =
                type.fields().stream()
                        .map(
                                field ->
                                        field.offset() == 0 || field.isBitField()
                                                ? field
                                                : new Field(
                                                        field.name(),
                                                        field.type(),
                                                        field.offset() + by,
                                                        field.size()))
                        .toList();
        return new Structure(type.name(), type.size() + by, fields);
    }

    @ParameterizedTest
    @CsvSource({"winxp-sp3-x86, X86_PSE", "win7-sp1-x64, X64", "win10-22h2-19045-x86, PAE"})
    void findsProcessesWithoutDebuggerData(String table, PagingMode mode) {
        Machine made = Machine.of(table, mode);
        made.machine.withoutDebuggerData();
        SystemImage system = recognise(made.bare()).orElseThrow();

        assertThat(system.processes())
                .extracting(ProcessImage::id)
                .containsExactly(0L, 4L, PROCESS_ID);
        assertThat(system.processes().get(2).facts().foundBy()).isEqualTo("list and scan");
        assertThat(system.processes().getFirst().modules())
                .extracting(DumpModule::fileName)
                .containsExactly("ntoskrnl.exe");
        assertThat(texts(system)).anyMatch(text -> text.contains("its own process was found"));
    }

    /** Such as those of a crash dump's header; x86 has them sign-extended. */
    @ParameterizedTest
    @CsvSource({
        "winxp-sp3-x86, X86_PSE, PAE",
        "win7-sp1-x86, PAE, X86",
        "win10-2004-19041-x64, X64, X64",
        "win11-22h2-22621-x64, X64_LA57, X64"
    })
    void usesTheVariablesThatTheContainerNames(String table, PagingMode mode, PagingMode claimed) {
        Machine made = Machine.of(table, mode);
        made.machine.withoutDebuggerData();
        boolean wide = made.types.id().architecture() == Architecture.X64;
        Dump.Builder dump =
                Dump.builder("test")
                        .claim(
                                new SystemClaim(
                                        "windows", "", made.types.id().build(), Optional.empty()))
                        .memory(MemoryKind.PHYSICAL, made.machine.physical())
                        .processors(
                                List.of(
                                        new DumpProcessor(
                                                0,
                                                Map.of(),
                                                Optional.of(
                                                        new PageTables(
                                                                claimed,
                                                                made.machine.tables().root())))));
        for (String name : List.of("PsActiveProcessHead", "PsLoadedModuleList")) {
            long address = made.machine.variable(name);
            dump.address(name, wide ? address : (int) address);
        }
        SystemImage system = recognise(dump.build()).orElseThrow();

        assertThat(system.processes())
                .extracting(ProcessImage::id)
                .containsExactly(0L, 4L, PROCESS_ID);
        assertThat(system.processes().getFirst().modules()).hasSize(2);
        assertThat(texts(system)).noneMatch(text -> text.contains("scan"));
    }

    /** Offsets of the 64-bit header as {@code dump-headers-and-kdbg.json} has them. */
    @Test
    void readsACompleteCrashDump(@TempDir Path folder) throws Exception {
        Machine made = Machine.of("win10-2004-19041-x64", PagingMode.X64);
        byte[] memory = made.machine.raw();
        ByteBuffer file =
                ByteBuffer.allocate(0x2000 + memory.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put("PAGEDU64".getBytes(StandardCharsets.US_ASCII));
        file.putInt(8, 15).putInt(0xc, 19041);
        file.putLong(0x10, made.machine.tables().root());
        file.putLong(0x20, made.machine.variable("PsLoadedModuleList"));
        file.putLong(0x28, made.machine.variable("PsActiveProcessHead"));
        file.putInt(0x30, 0x8664).putInt(0x34, 1);
        file.putLong(0x80, made.machine.variable("KdDebuggerDataBlock"));
        file.putInt(0x88, 1).putLong(0x90, memory.length / 0x1000);
        file.putLong(0x98, 0).putLong(0xa0, memory.length / 0x1000);
        file.putInt(0xf98, 1);
        file.put(0x2000, memory);
        Path path = Files.write(folder.resolve("memory.dmp"), file.array());
        try (DumpSource source = DumpSource.open(path)) {
            Dump dump = new CrashDumpReader().read(source, Progress.NONE);
            SystemImage system = recognise(dump).orElseThrow();

            assertMachine(system, made);
            assertThat(texts(system))
                    .anyMatch(text -> text.contains("KDDEBUGGER_DATA64 by dump header"))
                    .noneMatch(text -> text.contains("found by a scan"));
        }
    }

    @Test
    void leavesTheMachineToTheSystemThatIsDemanded() {
        Dump dump = Machine.of("win7-sp1-x64", PagingMode.X64).bare();
        assertThat(
                        new WindowsSystem()
                                .recognise(
                                        dump,
                                        new TypeChoice(new ShippedTypes(), Optional.of("os2")),
                                        Progress.NONE))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "winxp-sp3-x86, X86",
        "win2003-sp2-x86, X86_PSE",
        "win7-sp1-x86, X86_PSE",
        "winxp-sp3-x86, PAE",
        "win7-sp1-x86, PAE",
        "win10-1607-14393-x86, PAE",
        "win2003-sp2-x64, X64",
        "win10-2004-19041-x64, X64",
        "win11-22h2-22621-x64, X64_LA57"
    })
    void readsPagesThatTheProcessorFindsInvalid(String table, PagingMode mode) {
        Machine made = Machine.of(table, mode);
        Map<Invalid, Absence> reasons =
                Map.of(
                        Invalid.PROTOTYPE_OF_FILE, Absence.PAGED_OUT,
                        Invalid.PROTOTYPE_IN_PAGE_FILE, Absence.PAGED_OUT,
                        Invalid.PROTOTYPE_OF_ZEROS, Absence.DEMAND_ZERO,
                        Invalid.PROTOTYPE_NOT_COMMITTED, Absence.UNMAPPED,
                        Invalid.PROTOTYPE_BY_DESCRIPTOR, Absence.NOT_PRESENT,
                        Invalid.PAGE_FILE, Absence.PAGED_OUT,
                        Invalid.DEMAND_ZERO, Absence.DEMAND_ZERO,
                        Invalid.DECOMMITTED, Absence.UNMAPPED);
        long loader = 0x60_0000;
        long heap = made.heap.address();
        Map<Invalid, Long> pages = new EnumMap<>(Invalid.class);
        for (Invalid invalid : Invalid.values()) {
            long number = pages.size() < 3 ? pages.size() : pages.size() - 3;
            pages.put(invalid, (pages.size() < 3 ? heap : loader) + number * 0x1000);
        }
        pages.forEach((invalid, page) -> made.machine.invalidate(PROCESS_ID, page, invalid));
        AddressSpace space = recognise(made.bare()).orElseThrow().processes().get(2).space();

        pages.forEach(
                (invalid, page) -> {
                    if (reasons.get(invalid) instanceof Absence why) {
                        assertThat(space.runAt(page))
                                .as(invalid.name())
                                .isInstanceOfSatisfying(
                                        Run.Absent.class,
                                        run -> assertThat(run.why()).isEqualTo(why));
                    } else {
                        assertThat(bytes(space, page))
                                .as(invalid.name())
                                .isEqualTo(bytes(made.process.space(), page));
                    }
                });
    }

    private static byte[] bytes(AddressSpace space, long page) {
        byte[] bytes = new byte[0x1000];
        assertThat(space.read(page, MemorySegment.ofArray(bytes))).isEqualTo(bytes.length);
        return bytes;
    }

    private static List<String> texts(SystemImage system) {
        return system.remarks().stream().map(Remark::text).toList();
    }
}
