package org.cairn.dump.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpFormatException;
import org.cairn.dump.DumpReader.Match;
import org.cairn.dump.DumpSource;
import org.cairn.dump.Remark;
import org.cairn.memory.Absence;
import org.cairn.memory.Architecture;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.PageTables;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.cairn.testkit.CorpusFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

class CrashDumpReaderTest {
    private static final int PAGE = CrashDumpBytes.PAGE;

    private final Path folder;
    private final Path file;

    CrashDumpReaderTest(@TempDir Path folder) {
        this.folder = folder;
        file = folder.resolve("MEMORY.DMP");
    }

    @Test
    void readsACompleteDump() throws Exception {
        byte[] content =
                CrashDumpBytes.wide(1)
                        .u64(0xfa8, 132_583_451_029_877_657L)
                        .u64(0x1030, 900_000_000_000L)
                        .u32(0x1040, 3)
                        .text(0xfb0, "by hand\0")
                        .u64(0x348 + 0xf8, 0xffff_f800_1234_5678L)
                        .runs(1, 2, 0x100, 1)
                        .pages(1, 2, 3)
                        .get();

        try (Opened open = read(content)) {
            Dump dump = open.dump();
            assertThat(dump.format()).isEqualTo("Windows crash dump, complete");
            assertThat(dump.memoryKind()).isEqualTo(MemoryKind.PHYSICAL);
            assertThat(dump.claim().build()).isEqualTo(19041);
            assertThat(dump.claim().architecture()).hasValue(Architecture.X64);
            assertThat(dump.properties())
                    .containsEntry(
                            "bug check", "0xc5 (0xffff800000001000, 0x2, 0x0, 0xfffff80012345678)")
                    .containsEntry("system time", "2021-02-21T01:38:22Z")
                    .containsEntry("up time", "1 d 01:00:00")
                    .containsEntry("product", "server")
                    .containsEntry("comment", "by hand")
                    .doesNotContainKey("KdDebuggerDataBlock");
            assertThat(dump.processors().getFirst().pageTables())
                    .hasValue(new PageTables(PagingMode.X64, 0x1ad000));
            assertThat(dump.processors().getFirst().registers())
                    .containsEntry("Rip", 0xffff_f800_1234_5678L)
                    .doesNotContainKey("Rsp");
            assertPages(dump, 1, 1, 2, 2, 0x100, 3);
            assertThat(dump.memory().runAt(0))
                    .isEqualTo(new Run.Absent(0, PAGE - 1, Absence.NOT_CAPTURED));
            assertThat(dump.remarks()).isEmpty();
        }
    }

    @Test
    void readsACompleteDumpOf32Bits() throws Exception {
        byte[] content = CrashDumpBytes.narrow(1).runs(1, 1, 5, 2).pages(1, 2, 3).get();

        try (Opened open = read(content)) {
            Dump dump = open.dump();
            assertThat(dump.claim().build()).isEqualTo(2600);
            assertThat(dump.processors().getFirst().pageTables())
                    .hasValue(new PageTables(PagingMode.PAE, 0x764_0020));
            assertThat(dump.properties())
                    .containsEntry("bug check", "0x19 (0x20, 0x81000000, 0x3, 0x4)");
            assertPages(dump, 1, 1, 5, 2, 6, 3);
        }
    }

    /** Bits 1, 2, 64 and 129 of 130; the form of Windows 8 and later. */
    @Test
    void readsABitmapDump() throws Exception {
        int header = 0x2000;
        byte[] content =
                CrashDumpBytes.wide(6)
                        .grow(0x4000)
                        .text(header, "SDMPDUMP")
                        .u64(header + 0x20, 0x4000)
                        .u64(header + 0x28, 4)
                        .u64(header + 0x30, 130)
                        .u64(header + 0x38, 0b110)
                        .u64(header + 0x40, 1)
                        .u8(header + 0x48, 0b10)
                        .pages(1, 2, 3, 4)
                        .get();

        try (Opened open = read(content)) {
            assertThat(open.dump().format()).isEqualTo("Windows crash dump, kernel (bitmap)");
            assertPages(open.dump(), 1, 1, 2, 2, 64, 3, 129, 4);
            assertThat(open.dump().memory().runAt(0x3000))
                    .isEqualTo(new Run.Absent(0x3000, 0x3_ffff, Absence.NOT_CAPTURED));
            assertThat(open.dump().memory().runAt(-1L))
                    .isEqualTo(new Run.Absent(130L * PAGE, -1L, Absence.NOT_CAPTURED));
            assertThat(open.dump().remarks()).isEmpty();
        }
        try (Opened open = read(Arrays.copyOf(content, content.length - PAGE - 0x100))) {
            assertThat(open.dump().memory().runAt(64L * PAGE + 0xf00))
                    .isEqualTo(
                            new Run.Absent(64L * PAGE + 0xf00, 65L * PAGE - 1, Absence.TRUNCATED));
            assertThat(open.dump().memory().runAt(129L * PAGE))
                    .isEqualTo(new Run.Absent(129L * PAGE, 130L * PAGE - 1, Absence.TRUNCATED));
            assertThat(open.dump().remarks())
                    .containsExactly(
                            Remark.warning(
                                    "the file ends before its memory: 4 pages promised, 2 there"));
        }
    }

    /** The forms before Windows 8: offset, number of bits and of pages at 0xc, 0x10 and 0x14. */
    @Test
    void readsSummaryDumps() throws Exception {
        byte[] wide =
                CrashDumpBytes.wide(2)
                        .grow(0x3000)
                        .text(0x2000, "SDMPDUMP")
                        .u32(0x200c, 0x3000)
                        .u32(0x2010, 12)
                        .u32(0x2014, 2)
                        .u32(0x2018, 12)
                        .u32(0x2028, 0b1000_0000_0010)
                        .pages(1, 2)
                        .get();
        byte[] narrow =
                CrashDumpBytes.narrow(2)
                        .grow(0x2000)
                        .text(0x1000, "SDMPDUMP")
                        .u32(0x100c, 0x2000)
                        .u32(0x1010, 12)
                        .u32(0x1014, 2)
                        .u32(0x1018, 12)
                        .u32(0x1020, 0b1000_0000_0010)
                        .pages(1, 2)
                        .get();

        for (byte[] content : new byte[][] {wide, narrow}) {
            try (Opened open = read(content)) {
                assertThat(open.dump().format()).isEqualTo("Windows crash dump, kernel");
                assertPages(open.dump(), 1, 1, 11, 2);
                assertThat(open.dump().remarks()).isEmpty();
            }
        }
    }

    @Test
    void readsRangesOfPages() throws Exception {
        byte[] content =
                CrashDumpBytes.wide(8)
                        .grow(0x3000)
                        .u32(0x2000, 0x40)
                        .text(0x2004, "RDMPDUMP")
                        .u64(0x2010, 0xff0)
                        .u64(0x2018, 0x3000)
                        .u64(0x2030, 7)
                        .u64(0x2038, 2)
                        .u64(0x2040, 0x10_0000)
                        .u64(0x2048, 1)
                        .pages(1, 2, 3)
                        .get();

        try (Opened open = read(content)) {
            assertPages(open.dump(), 7, 1, 8, 2, 0x10_0000, 3);
            assertThat(open.dump().properties()).containsEntry("pages", "3 in 2 runs");
        }
    }

    @Test
    void refusesWhatHasNoMapOfItsPages() throws Exception {
        assertRefused(new byte[0], "offset 0x0: no crash dump: the signature");
        assertRefused(
                Arrays.copyOf(CrashDumpBytes.wide(1).get(), 0x1fff),
                "offset 0x1fff: the file ends inside the crash dump's header");
        assertRefused(CrashDumpBytes.wide(1).get(), "offset 0x2000: the map of the dump's pages");
        assertRefused(CrashDumpBytes.wide(5).get(), "offset 0x2000: the map of the dump's pages");
        assertRefused(
                CrashDumpBytes.wide(5).grow(0x3000).text(0x2000, "FDMPDUMP").get(),
                "offset 0x2000: the header of the bitmap of pages makes no sense");
        assertRefused(
                CrashDumpBytes.wide(4).get(), "offset 0x2000: the file ends inside the triage");
    }

    /** Numbers that another program read from the dump: the corpus's index, and its own fields. */
    @Test
    void readsTriageDumpsOfSystems() throws Exception {
        try (Opened open = read(corpus("real/rizin_triage_x64_19041.dmp"))) {
            Dump dump = open.dump();
            assertThat(dump.memoryKind()).isEqualTo(MemoryKind.VIRTUAL);
            assertThat(dump.claim().build()).isEqualTo(19041);
            assertThat(dump.exception().orElseThrow().code()).isEqualTo(0x1000_007eL);
            assertThat(dump.modules()).hasSize(151);
            assertThat(dump.modules().getFirst().name())
                    .isEqualTo("\\SystemRoot\\system32\\ntoskrnl.exe");
            assertThat(dump.modules().getFirst().base()).isEqualTo(0xffff_f804_7ba0_0000L);
            assertThat(dump.modules().getFirst().size()).isEqualTo(0x104_6000);
            assertThat(dump.streams())
                    .anyMatch(
                            stream ->
                                    stream.name().equals("data blocks")
                                            && stream.size() == 1831 * 16);
            assertThat(dump.properties())
                    .containsEntry("KdDebuggerDataBlock", "0xfffff8047c600b20")
                    .containsEntry("system time", "2021-02-21T01:38:22Z");
            MemoryCursor cursor = dump.memory().cursor();
            assertThat(cursor.seek(0xffff_f804_7c60_0b20L, 0x380)).isTrue();
            assertThat(
                            new String(
                                    cursor.bytes(0x10, 4),
                                    java.nio.charset.StandardCharsets.US_ASCII))
                    .isEqualTo("KDBG");
            assertThat(cursor.u64(0x18)).isEqualTo(dump.modules().getFirst().base());
            long stack = dump.processors().getFirst().registers().get("Rsp");
            assertThat(dump.memory().runAt(stack)).isInstanceOf(Run.Mapped.class);
            assertThat(dump.remarks()).isEmpty();
        }
        try (Opened open = read(corpus("real/rizin_triage_arm64_22000.dmp"))) {
            Dump dump = open.dump();
            assertThat(dump.claim().architecture()).hasValue(Architecture.ARM64);
            assertThat(dump.claim().build()).isEqualTo(22000);
            assertThat(dump.exception().orElseThrow().code()).isEqualTo(0x1c8);
            assertThat(dump.modules()).hasSize(245);
            assertThat(dump.streams())
                    .anyMatch(
                            stream ->
                                    stream.name().equals("data blocks")
                                            && stream.size() == 679 * 16);
            assertThat(dump.processors().getFirst().pageTables()).isEmpty();
        }
    }

    @Test
    void survivesCutsAndDamage() throws Exception {
        byte[][] dumps = {
            CrashDumpBytes.wide(1).runs(1, 2, 0x100, 1).pages(1, 2, 3).get(),
            CrashDumpBytes.narrow(2)
                    .grow(0x2000)
                    .text(0x1000, "SDMPDUMP")
                    .u32(0x100c, 0x2000)
                    .u32(0x1010, 12)
                    .u32(0x1014, 2)
                    .u32(0x1020, 0b110)
                    .pages(1, 2)
                    .get(),
            CrashDumpBytes.wide(4)
                    .grow(0x2100)
                    .u32(0x2008, 0x20fc)
                    .u32(0x2030, 0x2080)
                    .u32(0x2034, 1)
                    .u32(0x2078, 0x2080)
                    .u32(0x207c, 2)
                    .u64(0x2080, 0xffff_8000_0000_0000L)
                    .u32(0x2088, 0x2090)
                    .u32(0x208c, 0x40)
                    .get()
        };
        Random random = new Random(19_041);
        int read = 0;
        for (byte[] whole : dumps) {
            for (int length = 0; length < whole.length; length += 61) {
                read += survives(Arrays.copyOf(whole, length)) ? 1 : 0;
            }
            int header = whole[4 + 2] == '6' ? 0x2000 : 0x1000;
            int[] places = {0x10, 0x64, 0x88, 0xf88, 0xf98, header};
            for (int round = 0; round < 500; round++) {
                byte[] damaged = whole.clone();
                for (int i = random.nextInt(1, 6); i > 0; i--) {
                    int place = places[random.nextInt(places.length)] + random.nextInt(0x90);
                    damaged[place] = (byte) (random.nextBoolean() ? -1 : random.nextInt());
                }
                read += survives(damaged) ? 1 : 0;
            }
        }
        assertThat(read).isGreaterThan(100);
    }

    private boolean survives(byte[] content) throws IOException {
        try (Opened open = read(content)) {
            int runs = 0;
            for (Run.Mapped run : open.dump().memory().mapped(0, -1L)) {
                run.bytes().get(ValueLayout.JAVA_BYTE, run.bytes().byteSize() - 1);
                runs++;
            }
            assertThat(runs).isNotNegative();
            return true;
        } catch (DumpFormatException refusal) {
            assertThat(refusal).hasMessageMatching("(?s).*: offset 0x[0-9a-f]+: .+");
            return false;
        }
    }

    private static void assertPages(Dump dump, int... pagesAndFill) {
        MemoryCursor cursor = dump.memory().cursor();
        long bytes = 0;
        for (int i = 0; i < pagesAndFill.length; i += 2) {
            assertThat(cursor.seek((long) pagesAndFill[i] * PAGE, PAGE)).isTrue();
            assertThat(cursor.u8(0)).isEqualTo(pagesAndFill[i + 1]);
            assertThat(cursor.u8(PAGE - 1)).isEqualTo(pagesAndFill[i + 1]);
            bytes += PAGE;
        }
        for (Run.Mapped run : dump.memory().mapped(0, -1L)) {
            bytes -= run.bytes().byteSize();
        }
        assertThat(bytes).isZero();
    }

    private void assertRefused(byte[] content, String message) {
        assertThatExceptionOfType(DumpFormatException.class)
                .isThrownBy(() -> read(content).close())
                .withMessageContaining(message);
    }

    private Path corpus(String name) throws IOException {
        Optional<CorpusFiles> corpus = CorpusFiles.locate();
        assumeTrue(corpus.isPresent(), CorpusFiles.MISSING);
        return corpus.orElseThrow().file(name, folder);
    }

    private Opened read(byte[] content) throws IOException, DumpFormatException {
        return read(Files.write(file, content));
    }

    private static Opened read(Path path) throws IOException, DumpFormatException {
        DumpSource source = DumpSource.open(path);
        try {
            CrashDumpReader reader = new CrashDumpReader();
            Dump dump = reader.read(source, Progress.NONE);
            assertThat(reader.probe(source)).isEqualTo(Match.CERTAIN);
            return new Opened(source, dump);
        } catch (DumpFormatException | RuntimeException failure) {
            source.close();
            throw failure;
        }
    }

    private record Opened(DumpSource source, Dump dump) implements AutoCloseable {
        @Override
        public void close() {
            source.close();
        }
    }
}
