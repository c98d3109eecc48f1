package org.cairn.system.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpRegion;
import org.cairn.dump.DumpSource;
import org.cairn.dump.DumpThread;
import org.cairn.dump.windows.CrashDumpReader;
import org.cairn.memory.Architecture;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Progress;
import org.cairn.system.ProcessImage;
import org.cairn.system.ProcessImage.HeapList;
import org.cairn.system.SystemImage;
import org.cairn.system.TypeChoice;
import org.cairn.testkit.HeapOptions;
import org.cairn.testkit.SyntheticProcess;
import org.cairn.types.ShippedTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Machines of the testkit, by registers and by the bytes alone. */
class WindowsMachineTest {
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
        ServerMachine made = ServerMachine.of(table, mode);
        SystemImage scanned = ServerMachine.recognise(made.bare()).orElseThrow();
        SystemImage given =
                ServerMachine.recognise(made.with(made.machine().tables())).orElseThrow();

        assertMachine(scanned, made);
        assertMachine(given, made);
        assertThat(ServerMachine.texts(scanned))
                .anyMatch(text -> text.startsWith("page tables found by a scan"));
        assertThat(ServerMachine.texts(given))
                .noneMatch(text -> text.startsWith("page tables found by a scan"));
    }

    private static void assertMachine(SystemImage system, ServerMachine made) {
        assertThat(system.family()).isEqualTo("windows");
        assertThat(system.build()).isEqualTo(made.types().id().build());
        assertThat(system.processes())
                .extracting(ProcessImage::id)
                .containsExactly(0L, 4L, ServerMachine.PROCESS_ID);
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
        assertThat(image.version()).isEqualTo("10.0." + made.types().id().build() + ".1");
        assertThat(image.timeDateStamp()).isEqualTo(0x5f00_1234L);
        assertThat(image.checkSum()).isEqualTo(0xa1_b2c3L);
        ProcessImage process = system.processes().get(2);
        assertThat(process.name()).isEqualTo("server.exe");
        assertThat(process.facts().object()).isEqualTo(made.object());
        assertThat(process.facts().peb()).isEqualTo(made.process().peb());
        assertThat(process.facts().parentId()).hasValue(4);
        assertThat(process.facts().handleCount()).hasValue(ServerMachine.HANDLES);
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
                        made.process().image().threads().stream()
                                .map(thread -> tuple(thread.id(), thread.teb(), "waiting"))
                                .toList());
        assertThat(process.heapLists()).hasSize(1);
        assertThat(process.heapLists().getFirst().heaps()).containsExactly(made.heap().address());
        assertThat(process.heapLists().getFirst().defaultHeap())
                .isEqualTo(OptionalLong.of(made.heap().address()));
        assertThat(process.regions())
                .anyMatch(
                        region ->
                                region.start() == made.heap().address()
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
        ServerMachine made = ServerMachine.of(table, PagingMode.X64);
        SyntheticProcess narrow =
                new SyntheticProcess(
                        new ShippedTypes().named(narrowTable).orElseThrow(),
                        0x7efd_e000L,
                        ServerMachine.PROCESS_ID,
                        8);
        narrow.module(
                new DumpModule(0x7710_0000L, 0x5000, "C:\\W\\SysWOW64\\ntdll.dll", "", 1, 0, ""));
        narrow.loaderList(0x30_0000);
        long heap = narrow.heap(0x100_0000, HeapOptions.GROWABLE).address();
        made.machine().wow64(ServerMachine.PROCESS_ID, narrow);
        ProcessImage process =
                ServerMachine.recognise(made.bare()).orElseThrow().processes().get(2);

        assertThat(process.facts().peb32()).isEqualTo(0x7efd_e000L);
        assertThat(process.heapLists())
                .extracting(HeapList::architecture, HeapList::heaps)
                .containsExactly(
                        tuple(Architecture.X64, List.of(made.heap().address())),
                        tuple(Architecture.X86, List.of(heap)));
        assertThat(process.modules())
                .extracting(DumpModule::base)
                .containsExactly(0x40_0000L, 0x7f_f000_0000L, 0x7710_0000L);
    }

    @Test
    void findsImagesByTheirHeadersWithoutTheLoadersList() {
        ServerMachine made = ServerMachine.of("win10-2004-19041-x64", PagingMode.X64, false);
        ProcessImage process =
                ServerMachine.recognise(made.bare()).orElseThrow().processes().get(2);

        assertThat(process.modules())
                .extracting(DumpModule::base, DumpModule::name)
                .containsExactly(tuple(0x40_0000L, "server"));
    }

    @Test
    void namesHiddenAndEndedProcesses() {
        ServerMachine made = ServerMachine.of("win10-2004-19041-x64", PagingMode.X64);
        long hidden = made.machine().unlisted(0x66c, "rootkit.exe", false);
        long ended = made.machine().unlisted(0x668, "done.exe", true);
        SystemImage system = ServerMachine.recognise(made.bare()).orElseThrow();

        assertThat(system.processes())
                .extracting(
                        ProcessImage::name,
                        process -> process.facts().object(),
                        process -> process.facts().foundBy(),
                        process -> process.facts().exited())
                .contains(
                        tuple("rootkit.exe", hidden, "scan (not in the list)", false),
                        tuple("done.exe", ended, "scan (exited)", true));
        assertThat(ServerMachine.texts(system))
                .anyMatch(text -> text.startsWith("process 1644 (rootkit.exe, _EPROCESS "));
    }

    /** Offsets of the 64-bit header as {@code dump-headers-and-kdbg.json} has them. */
    @Test
    void readsACompleteCrashDump(@TempDir Path folder) throws Exception {
        ServerMachine made = ServerMachine.of("win10-2004-19041-x64", PagingMode.X64);
        byte[] memory = made.machine().raw();
        ByteBuffer file =
                ByteBuffer.allocate(0x2000 + memory.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put("PAGEDU64".getBytes(StandardCharsets.US_ASCII));
        file.putInt(8, 15).putInt(0xc, 19041);
        file.putLong(0x10, made.machine().tables().root());
        file.putLong(0x20, made.machine().variable("PsLoadedModuleList"));
        file.putLong(0x28, made.machine().variable("PsActiveProcessHead"));
        file.putInt(0x30, 0x8664).putInt(0x34, 1);
        file.putLong(0x80, made.machine().variable("KdDebuggerDataBlock"));
        file.putInt(0x88, 1).putLong(0x90, memory.length / 0x1000);
        file.putLong(0x98, 0).putLong(0xa0, memory.length / 0x1000);
        file.putInt(0xf98, 1);
        file.put(0x2000, memory);
        Path path = Files.write(folder.resolve("memory.dmp"), file.array());
        try (DumpSource source = DumpSource.open(path)) {
            Dump dump = new CrashDumpReader().read(source, Progress.NONE);
            SystemImage system = ServerMachine.recognise(dump).orElseThrow();

            assertMachine(system, made);
            assertThat(ServerMachine.texts(system))
                    .anyMatch(text -> text.contains("KDDEBUGGER_DATA64 by dump header"))
                    .noneMatch(text -> text.contains("found by a scan"));
        }
    }

    @Test
    void leavesTheMachineToTheSystemThatIsDemanded() {
        Dump dump = ServerMachine.of("win7-sp1-x64", PagingMode.X64).bare();
        assertThat(
                        new WindowsSystem()
                                .recognise(
                                        dump,
                                        new TypeChoice(new ShippedTypes(), Optional.of("os2")),
                                        Progress.NONE))
                .isEmpty();
    }
}
