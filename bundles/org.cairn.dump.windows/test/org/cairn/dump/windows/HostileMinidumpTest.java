package org.cairn.dump.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.cairn.dump.windows.MinidumpBytes.memory64List;
import static org.cairn.dump.windows.MinidumpBytes.memoryInfoList;
import static org.cairn.dump.windows.MinidumpBytes.range64;
import static org.cairn.dump.windows.MinidumpBytes.region;

import org.cairn.dump.DumpFormatException;
import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpSource;
import org.cairn.dump.Remark;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

class HostileMinidumpTest {
    private final Path file;

    HostileMinidumpTest(@TempDir Path folder) {
        file = folder.resolve("dump.dmp");
    }

    @Test
    void refusesWhatIsNoMinidump() throws IOException {
        assertRefused("PAGEDU64", "offset 0x0: no minidump: the signature MDMP is not there");
        assertRefused("", "offset 0x0: no minidump: the signature MDMP is not there");
        assertRefused("MDMP and", "offset 0x8: the file ends inside the minidump's header");
    }

    @Test
    void refusesAnUnusableDirectory() throws IOException {
        assertRefused(new MinidumpBytes().get(), "offset 0x8: the minidump has no streams");
        assertRefused(
                new MinidumpBytes().system(9, 10, 0, 18362).header("StreamDirectoryRva", 2).get(),
                "offset 0xc: the stream directory would begin inside the header, at 0x2");
        assertRefused(
                new MinidumpBytes()
                        .header("NumberOfStreams", 0xffff_ffffL)
                        .header("StreamDirectoryRva", 0xff_ffff)
                        .get(),
                "offset 0xc: the stream directory would begin at 0xffffff, the file has 224 bytes");
        assertRefused(
                new MinidumpBytes().stream(MinidumpStreamType.TOKEN, new byte[4]).get(),
                "offset 0x20: no stream can be used (the directory names 1 stream)");
    }

    @Test
    void usesTheStreamsOfATruncatedDirectory() throws Exception {
        byte[] content =
                new MinidumpBytes()
                        .system(9, 10, 0, 18362)
                        .header("NumberOfStreams", 0xffff_ffffL)
                        .get();

        try (OpenDump open = OpenDump.read(file, content)) {
            assertThat(open.dump().claim().build()).isEqualTo(18362);
            assertThat(open.dump().remarks())
                    .extracting(Remark::text)
                    .anyMatch(
                            text ->
                                    text.startsWith(
                                            "the directory at offset 0x20 promises 4,294,967,295"
                                                    + " streams"));
        }
    }

    @Test
    void takesTheFirstOfSeveralStreamsOfAType() throws Exception {
        byte[] content =
                new MinidumpBytes()
                        .entry(MinidumpStreamType.SYSTEM_INFO.number(), 56, 0xffff_0000L)
                        .system(9, 10, 0, 18362)
                        .system(0, 6, 1, 7601)
                        .system(0, 6, 1, 7600)
                        .get();

        try (OpenDump open = OpenDump.read(file, content)) {
            assertThat(open.dump().claim().build()).isEqualTo(18362);
            assertThat(open.dump().remarks())
                    .contains(
                            Remark.warning(
                                    "SystemInfoStream at offset 0xffff0000 is not in the file"),
                            Remark.warning(
                                    "SystemInfoStream occurs 3 times; the one at offset 0x102 is"
                                            + " used"));
        }
    }

    @Test
    void boundsTheNumberOfEntries() throws Exception {
        MinidumpBytes minidump = new MinidumpBytes().system(9, 10, 0, 18362);
        byte[] module =
                Bytes.of(MinidumpFormat.MINIDUMP_MODULE).set("BaseOfImage", 0x40_0000).get();
        byte[] list = Bytes.list(module);
        Arrays.fill(list, 0, Integer.BYTES, (byte) 0xff);
        minidump.stream(MinidumpStreamType.MODULE_LIST, list);
        minidump.stream(
                MinidumpStreamType.MEMORY64_LIST,
                memory64List(-1L, 0xffff_ffff_ffff_fff0L, range64(0x1000, 0x10)));
        byte[] regions = memoryInfoList(region(0, 0x1000, 0x1_0000, 1, 0));
        MinidumpFormat.MINIDUMP_MEMORY_INFO_LIST
                .field("NumberOfEntries")
                .set(MemorySegment.ofArray(regions), 0, -1L);
        minidump.stream(MinidumpStreamType.MEMORY_INFO_LIST, regions);

        try (OpenDump open = OpenDump.read(file, minidump.get())) {
            assertThat(open.dump().modules())
                    .extracting(DumpModule::base)
                    .containsExactly(0x40_0000L);
            assertThat(open.dump().regions()).hasSize(1);
            assertThat(open.dump().remarks())
                    .extracting(Remark::text)
                    .contains(
                            "ModuleListStream at offset 0x122 promises 4294967295 entries, its 112"
                                    + " bytes in the file hold 1",
                            "Memory64ListStream at offset 0x192 promises 18446744073709551615"
                                    + " entries, its 32 bytes in the file hold 1",
                            "MemoryInfoListStream at offset 0x1b2 promises 18446744073709551615"
                                    + " entries, its 64 bytes in the file hold 1");
        }
    }

    /** Each of 20,000 modules names the same 64 KiB of text: 1.2 GB in a file of 2.2 MB. */
    @Test
    void textsAreNotLongerThanTheFile() throws Exception {
        MinidumpBytes minidump = new MinidumpBytes();
        long name = minidump.string("x".repeat(32_767));
        byte[][] modules = new byte[20_000][];
        Arrays.fill(
                modules, Bytes.of(MinidumpFormat.MINIDUMP_MODULE).set("ModuleNameRva", name).get());
        minidump.stream(MinidumpStreamType.MODULE_LIST, Bytes.list(modules));
        byte[] content = minidump.get();

        try (OpenDump open = OpenDump.read(file, content)) {
            long characters =
                    open.dump().modules().stream().mapToLong(m -> m.name().length()).sum();
            assertThat(characters).isBetween(32_767L, (long) content.length);
            assertThat(open.dump().modules()).hasSize(20_000);
        }
    }

    /** The name's length is damaged, as in a dump of the corpus; the end mark is still there. */
    @Test
    void textsEndAtTheirEndMark() throws Exception {
        MinidumpBytes minidump = new MinidumpBytes();
        long name =
                minidump.append(
                        Bytes.join(
                                new byte[] {-1, -1, -1, -1},
                                Bytes.utf16("hello.exe\0\u1234\u5678")));
        minidump.stream(
                MinidumpStreamType.MODULE_LIST,
                Bytes.list(
                        Bytes.of(MinidumpFormat.MINIDUMP_MODULE).set("ModuleNameRva", name).get()));

        try (OpenDump open = OpenDump.read(file, minidump.get())) {
            assertThat(open.dump().modules().getFirst().name()).isEqualTo("hello.exe");
        }
    }

    @Test
    void usesAMillionStretchesOfFourMillion() throws Exception {
        int ranges = 4_000_000;
        int base = MinidumpFormat.MINIDUMP_HEADER.size() + 12 + 16 + ranges * 16;
        byte[] head =
                Bytes.of(MinidumpFormat.MINIDUMP_HEADER)
                        .set("Signature", MinidumpFormat.SIGNATURE)
                        .set("Version", MinidumpFormat.VERSION)
                        .set("NumberOfStreams", 1)
                        .set("StreamDirectoryRva", 32)
                        .get();
        byte[] entry =
                Bytes.of(MinidumpFormat.MINIDUMP_DIRECTORY)
                        .set("StreamType", MinidumpStreamType.MEMORY64_LIST.number())
                        .location("Location", new byte[16], 44)
                        .get();
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(Bytes.join(head, entry, memory64List(ranges, base)));
            byte[] descriptors = new byte[16 * ranges];
            MemorySegment segment = MemorySegment.ofArray(descriptors);
            for (int i = 0; i < ranges; i++) {
                segment.set(ValueLayout.JAVA_LONG_UNALIGNED, 16L * i, 0x1000L * 2 * i);
                segment.set(ValueLayout.JAVA_LONG_UNALIGNED, 16L * i + 8, 1);
            }
            out.write(descriptors);
            out.write(new byte[ranges]);
        }

        try (OpenDump open = OpenDump.read(file)) {
            assertThat(open.dump().properties())
                    .containsEntry("memory", "4,000,000 ranges, 4,000,000 bytes");
            assertThat(open.dump().memory().runAt(0x2000L * 1_000_000))
                    .isInstanceOf(Run.Mapped.class);
            assertThat(open.dump().remarks())
                    .contains(
                            Remark.warning(
                                    "only 1,048,576 stretches of memory are used, 2,951,424 more"
                                            + " are not"));
        }
    }

    @Test
    void survivesTruncationAtEveryByte() throws Exception {
        byte[] whole = SampleMinidump.bytes();
        int read = 0;
        for (int length = 0; length <= whole.length; length++) {
            read += survives(Arrays.copyOf(whole, length)) ? 1 : 0;
        }
        assertThat(read).isBetween(1, whole.length - 32);
    }

    @Test
    void survivesDamagedBytes() throws Exception {
        byte[] whole = SampleMinidump.bytes();
        Random random = new Random(20_110_815);
        int read = 0;
        for (int round = 0; round < 1500; round++) {
            byte[] damaged = whole.clone();
            for (int i = random.nextInt(1, 12); i > 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            read += survives(damaged) ? 1 : 0;
        }
        assertThat(read).isPositive();
    }

    @Test
    void survivesExtremeNumbersEverywhere() throws Exception {
        byte[] whole = SampleMinidump.bytes();
        int read = 0;
        for (int at = 4; at + 4 <= whole.length; at += 2) {
            byte[] damaged = whole.clone();
            Arrays.fill(damaged, at, at + 4, (byte) (at % 4 == 0 ? 0xff : 0x7f));
            read += survives(damaged) ? 1 : 0;
        }
        assertThat(read).isPositive();
    }

    private boolean survives(byte[] content) throws IOException {
        return Survival.read(Files.write(file, content));
    }

    private void assertRefused(String content, String message) throws IOException {
        assertRefused(content.getBytes(StandardCharsets.US_ASCII), message);
    }

    private void assertRefused(byte[] content, String message) throws IOException {
        Files.write(file, content);
        try (DumpSource source = DumpSource.open(file)) {
            assertThatExceptionOfType(DumpFormatException.class)
                    .isThrownBy(() -> new MinidumpReader().read(source, Progress.NONE))
                    .withMessage(file + ": " + message);
        }
    }
}
