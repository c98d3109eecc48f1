package org.cairn.dump.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.cairn.dump.windows.MinidumpFormat.CONTEXT_ARM64;
import static org.cairn.dump.windows.MinidumpFormat.CONTEXT_X64;
import static org.cairn.dump.windows.MinidumpFormat.CONTEXT_X86;
import static org.cairn.dump.windows.MinidumpFormat.CV_INFO_PDB20;
import static org.cairn.dump.windows.MinidumpFormat.CV_INFO_PDB70;
import static org.cairn.dump.windows.MinidumpFormat.MINIDUMP_EXCEPTION_STREAM;
import static org.cairn.dump.windows.MinidumpFormat.MINIDUMP_MEMORY_DESCRIPTOR;
import static org.cairn.dump.windows.MinidumpFormat.MINIDUMP_MISC_INFO;
import static org.cairn.dump.windows.MinidumpFormat.MINIDUMP_MISC_INFO_4;
import static org.cairn.dump.windows.MinidumpFormat.MINIDUMP_MODULE;
import static org.cairn.dump.windows.MinidumpFormat.MINIDUMP_THREAD;
import static org.cairn.dump.windows.MinidumpFormat.MINIDUMP_THREAD_EX;
import static org.cairn.dump.windows.MinidumpFormat.VS_FIXEDFILEINFO;

import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpReader;
import org.cairn.dump.DumpReader.Match;
import org.cairn.dump.DumpSource;
import org.cairn.dump.DumpStream;
import org.cairn.dump.DumpThread;
import org.cairn.dump.Remark;
import org.cairn.dump.SystemClaim;
import org.cairn.memory.Architecture;
import org.cairn.memory.Structure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

class MinidumpReaderTest {
    private final Path folder;

    MinidumpReaderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void isFoundAsService() {
        assertThat(ServiceLoader.load(DumpReader.class))
                .extracting(DumpReader::id, DumpReader::name)
                .contains(tuple("org.cairn.dump.windows.minidump", "Windows minidump"));
    }

    @Test
    void recognisesTheSignatureAndTheVersion() throws IOException {
        assertThat(probe(new MinidumpBytes().get())).isEqualTo(Match.CERTAIN);
        assertThat(probe(new MinidumpBytes().header("Version", 0x1234).get()))
                .isEqualTo(Match.LIKELY);
        assertThat(probe("MDMP".getBytes(StandardCharsets.US_ASCII))).isEqualTo(Match.LIKELY);
        assertThat(probe("PAGEDU64".getBytes(StandardCharsets.US_ASCII))).isEqualTo(Match.NONE);
        assertThat(probe("MDM".getBytes(StandardCharsets.US_ASCII))).isEqualTo(Match.NONE);
        assertThat(probe(new byte[0])).isEqualTo(Match.NONE);
    }

    @Test
    void readsWhatTheSystemStreamSays() throws Exception {
        byte[] file =
                new MinidumpBytes()
                        .header("TimeDateStamp", 1_441_462_855)
                        .header("Flags", 0x40002)
                        .system(9, 10, 0, 18362)
                        .get();

        try (OpenDump open = read(file)) {
            assertThat(open.dump().format()).isEqualTo("Windows minidump");
            assertThat(open.dump().claim())
                    .isEqualTo(
                            new SystemClaim(
                                    "windows", "10.0.18362", 18362, Optional.of(Architecture.X64)));
            assertThat(open.dump().properties())
                    .containsEntry("service pack", "Service Pack 1")
                    .containsEntry("product", "workstation")
                    .containsEntry("processors", "4")
                    .containsEntry("written", "2015-09-05T14:20:55Z")
                    .containsEntry(
                            "flags",
                            "0x40002 (MiniDumpWithFullMemory, MiniDumpWithTokenInformation)");
            assertThat(open.dump().remarks())
                    .containsExactly(Remark.warning("the dump holds no memory"));
        }
    }

    @Test
    void readsModulesWithVersionAndPdb() throws Exception {
        MinidumpBytes minidump = new MinidumpBytes().system(0, 5, 1, 2600);
        byte[] pdb70 =
                Bytes.join(
                        Bytes.of(CV_INFO_PDB70)
                                .set("CvSignature", 0x53445352)
                                .set("Signature.Data1", 0x6b9e5e80)
                                .set("Signature.Data2", 0x38e2)
                                .set("Signature.Data3", 0x420e)
                                .set("Age", 2)
                                .get(),
                        "ntdll.pdb\0rest".getBytes(StandardCharsets.US_ASCII));
        System.arraycopy(
                new byte[] {
                    (byte) 0x8e, 0x7c, 0x62, (byte) 0xea, 0x60, (byte) 0xdd, (byte) 0xb0, 0x69
                },
                0,
                pdb70,
                CV_INFO_PDB70.offset("Signature.Data4"),
                8);
        byte[] pdb20 =
                Bytes.join(
                        Bytes.of(CV_INFO_PDB20)
                                .set("CvSignature", 0x3031424e)
                                .set("Signature", 0x3b7d8410)
                                .set("Age", 7)
                                .get(),
                        "old.pdb\0".getBytes(StandardCharsets.US_ASCII));
        byte[] first =
                Bytes.of(MINIDUMP_MODULE)
                        .set("BaseOfImage", 0x7ff9_1114_0000L)
                        .set("SizeOfImage", 0x1a_a000)
                        .set("CheckSum", 0x1b_7f3a)
                        .set("TimeDateStamp", 0x5708_a89aL)
                        .set("ModuleNameRva", minidump.string("C:\\Windows\\System32\\ntdll.dll"))
                        .set("VersionInfo", VS_FIXEDFILEINFO, "dwSignature", 0xfeef04bdL)
                        .set("VersionInfo", VS_FIXEDFILEINFO, "dwFileVersionMS", 0x6_0001)
                        .set("VersionInfo", VS_FIXEDFILEINFO, "dwFileVersionLS", 0x1db1_5bf7)
                        .location("CvRecord", pdb70, minidump.append(pdb70))
                        .get();
        byte[] second =
                Bytes.of(MINIDUMP_MODULE)
                        .set("BaseOfImage", 0x40_0000)
                        .set("SizeOfImage", 0xffff_ffffL)
                        .set("ModuleNameRva", minidump.string("old\u0007.exe"))
                        .location("CvRecord", pdb20, minidump.append(pdb20))
                        .get();

        try (OpenDump open =
                read(
                        minidump.stream(MinidumpStreamType.MODULE_LIST, Bytes.list(first, second))
                                .get())) {
            assertThat(open.dump().modules())
                    .containsExactly(
                            new DumpModule(
                                    0x7ff9_1114_0000L,
                                    0x1a_a000,
                                    "C:\\Windows\\System32\\ntdll.dll",
                                    "6.1.7601.23543",
                                    0x5708_a89aL,
                                    0x1b_7f3a,
                                    "ntdll.pdb 6B9E5E8038E2420E8E7C62EA60DDB069 2"),
                            new DumpModule(
                                    0x40_0000,
                                    0xffff_ffffL,
                                    "old\uFFFD.exe",
                                    "",
                                    0,
                                    0,
                                    "old.pdb 3B7D8410 7"));
        }
    }

    @Test
    void readsThreadsWithRegistersOfTheArchitecture() throws Exception {
        assertThat(threadOf(0, CONTEXT_X86, "Eip", "Esp")).isEqualTo(thread());
        assertThat(threadOf(9, CONTEXT_X64, "Rip", "Rsp")).isEqualTo(thread());
        assertThat(threadOf(12, CONTEXT_ARM64, "Pc", "Sp")).isEqualTo(thread());
        assertThat(threadOf(6, CONTEXT_X64, "Rip", "Rsp"))
                .extracting(DumpThread::instructionPointer, DumpThread::stackPointer)
                .containsExactly(0L, 0L);
    }

    private static DumpThread thread() {
        return new DumpThread(0x1f4c, 0x7ffd_f000, 0x12_f31c, 0xce4, 0x7c90_eb94L, 0x12_f320, 1, 8);
    }

    private DumpThread threadOf(int architecture, Structure context, String pc, String sp)
            throws Exception {
        MinidumpBytes minidump = new MinidumpBytes().system(architecture, 6, 1, 7601);
        byte[] stream = Bytes.list(threadBytes(minidump, context, pc, sp));
        try (OpenDump open = read(minidump.stream(MinidumpStreamType.THREAD_LIST, stream).get())) {
            return open.dump().threads().getFirst();
        }
    }

    private static byte[] threadBytes(
            MinidumpBytes minidump, Structure context, String pc, String sp) {
        byte[] registers = Bytes.of(context).set(pc, 0x7c90_eb94L).set(sp, 0x12_f320).get();
        int stack = MINIDUMP_THREAD.offset("Stack");
        return Bytes.of(MINIDUMP_THREAD)
                .set("ThreadId", 0x1f4c)
                .set("SuspendCount", 1)
                .set("Priority", 8)
                .set("Teb", 0x7ffd_f000)
                .set(stack, MINIDUMP_MEMORY_DESCRIPTOR, "StartOfMemoryRange", 0x12_f31c)
                .set(
                        stack + MINIDUMP_MEMORY_DESCRIPTOR.offset("Memory"),
                        MinidumpFormat.MINIDUMP_LOCATION_DESCRIPTOR,
                        "DataSize",
                        0xce4)
                .location("ThreadContext", registers, minidump.append(registers))
                .get();
    }

    @Test
    void readsTheExtendedThreadListWhenItIsTheOnlyOne() throws Exception {
        MinidumpBytes minidump = new MinidumpBytes().system(9, 6, 1, 7601);
        byte[] entry =
                Bytes.join(
                        threadBytes(minidump, CONTEXT_X64, "Rip", "Rsp"),
                        new byte[MINIDUMP_THREAD_EX.size() - MINIDUMP_THREAD.size()]);
        minidump.stream(MinidumpStreamType.THREAD_EX_LIST, Bytes.list(entry, entry));

        try (OpenDump open = read(minidump.get())) {
            assertThat(open.dump().threads()).containsExactly(thread(), thread());
        }
    }

    /** Breakpad pads the number of a list to 8 bytes on some systems. */
    @Test
    void readsListsWithPaddingAfterTheNumber() throws Exception {
        MinidumpBytes minidump = new MinidumpBytes().system(9, 6, 1, 7601);
        byte[] entry = threadBytes(minidump, CONTEXT_X64, "Rip", "Rsp");
        byte[] list = Bytes.join(new byte[] {2, 0, 0, 0, 0, 0, 0, 0}, entry, entry);
        minidump.stream(MinidumpStreamType.THREAD_LIST, list);

        try (OpenDump open = read(minidump.get())) {
            assertThat(open.dump().threads()).containsExactly(thread(), thread());
        }
    }

    @Test
    void readsTheException() throws Exception {
        byte[] stream =
                Bytes.of(MINIDUMP_EXCEPTION_STREAM)
                        .set("ThreadId", 0x830)
                        .set("ExceptionCode", 0xc000_0374L)
                        .set("ExceptionAddress", 0xffff_8000_0000_1234L)
                        .set("NumberParameters", 1)
                        .set(
                                MINIDUMP_EXCEPTION_STREAM.offset("ExceptionInformation"),
                                MinidumpFormat.MINIDUMP_MEMORY_DESCRIPTOR64,
                                "StartOfMemoryRange",
                                0x7fff_0a39_8730L)
                        .get();

        try (OpenDump open =
                read(new MinidumpBytes().stream(MinidumpStreamType.EXCEPTION, stream).get())) {
            assertThat(open.dump().exception())
                    .hasValueSatisfying(
                            exception -> {
                                assertThat(exception.threadId()).isEqualTo(0x830);
                                assertThat(exception.code()).isEqualTo(0xc000_0374L);
                                assertThat(exception.address()).isEqualTo(0xffff_8000_0000_1234L);
                                assertThat(exception.parameters())
                                        .containsExactly(0x7fff_0a39_8730L);
                            });
        }
    }

    @Test
    void readsProcessAndComments() throws Exception {
        byte[] misc =
                Bytes.join(
                        Bytes.of(MINIDUMP_MISC_INFO)
                                .set("Flags1", 0x103)
                                .set("ProcessId", 0xf5c)
                                .set("ProcessCreateTime", 1_171_480_435)
                                .set("ProcessUserTime", 61)
                                .get(),
                        new byte
                                [MINIDUMP_MISC_INFO_4.offset("BuildString")
                                        - MINIDUMP_MISC_INFO.size()],
                        text("10.0.18362.329", MINIDUMP_MISC_INFO_4.field("BuildString").size()),
                        text(
                                "dbghelp.amd64,6.2.9200.20512",
                                MINIDUMP_MISC_INFO_4.field("DbgBldStr").size()));
        byte[] file =
                new MinidumpBytes()
                        .system(9, 6, 2, 9200).stream(MinidumpStreamType.MISC_INFO, misc).stream(
                                        MinidumpStreamType.COMMENT_A,
                                        "hung since noon\0".getBytes(StandardCharsets.US_ASCII))
                                .stream(MinidumpStreamType.COMMENT_W, Bytes.utf16("größer"))
                                .get();

        try (OpenDump open = read(file)) {
            assertThat(open.dump().processId()).isEqualTo(0xf5c);
            assertThat(open.dump().properties())
                    .containsEntry("process started", "2007-02-14T19:13:55Z")
                    .containsEntry("user time", "61 s")
                    .containsEntry("kernel time", "0 s")
                    .containsEntry("build string", "10.0.18362.329")
                    .containsEntry("written by", "dbghelp.amd64,6.2.9200.20512")
                    .containsEntry("comment", "hung since noon")
                    .containsEntry("comment (Unicode)", "größer");
        }
    }

    @Test
    void listsEveryStreamAlsoThoseThatItDoesNotKnow() throws Exception {
        MinidumpBytes minidump = new MinidumpBytes().system(9, 6, 1, 7601);
        minidump.stream(MinidumpStreamType.TOKEN, new byte[8])
                .entry(0, 0, 0)
                .entry(0x4d7a0001, 4, 0x20)
                .entry(0xffff_fff0L, 0xffff_ffffL, 0xffff_ffffL);

        try (OpenDump open = read(minidump.get())) {
            assertThat(open.dump().streams())
                    .extracting(DumpStream::type, DumpStream::name)
                    .containsExactly(
                            tuple(7L, "SystemInfoStream"),
                            tuple(19L, "TokenStream"),
                            tuple(0x4d7a0001L, "unknown"),
                            tuple(0xffff_fff0L, "unknown"));
        }
    }

    private static byte[] text(String text, int size) {
        byte[] encoded = Bytes.utf16(text);
        return Bytes.join(encoded, new byte[size - encoded.length]);
    }

    private OpenDump read(byte[] content) throws Exception {
        return OpenDump.read(folder.resolve("dump.dmp"), content);
    }

    private Match probe(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("probed"), content);
        try (DumpSource source = DumpSource.open(file)) {
            return new MinidumpReader().probe(source);
        }
    }
}
