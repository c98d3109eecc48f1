package org.cairn.dump.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpSource;
import org.cairn.dump.Remark;
import org.cairn.memory.Architecture;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.cairn.testkit.TriageDumpWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/** Small dumps of both forms, and damaged ones. */
class TriageDumpTest {
    private static final int BLOCKS_32 = 0x1060;
    private static final int BLOCKS_64 = 0x2078;
    private static final long MANY = 0xffff_ffffL;

    private final Path folder;

    TriageDumpTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private void read(byte[] content, Consumer<Dump> check) throws Exception {
        Path file = Files.write(folder.resolve("Mini.dmp"), content);
        try (DumpSource source = DumpSource.open(file)) {
            check.accept(new CrashDumpReader().read(source, Progress.NONE));
        }
    }

    private static byte[] filled(int size, int value) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static void assertBytes(Dump dump, long address, int count, int value) {
        MemoryCursor cursor = dump.memory().cursor();
        assertThat(cursor.seek(address, count)).as(Long.toHexString(address)).isTrue();
        assertThat(cursor.bytes(0, count)).containsOnly(value);
    }

    /** Blocks have addresses of 64 bits with the sign of 32; the data page is a block, too. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4, 8, 0x14})
    void readsThe32BitForm(int longer) throws Exception {
        byte[] content =
                new TriageDumpWriter(Architecture.X86, 2600)
                        .bugCheck(0x19, 0x20, 0xe100_2300L, 0xe100_2340L, 0xa080003)
                        .driver("ntoskrnl.exe", 0x804d_7000L, 0x1f_8000)
                        .driver("hal.dll", 0x806c_f000L, 0x2_0300)
                        .longerDrivers(longer)
                        .stack(0xf7a1_2c40L, filled(0x3c0, 1))
                        .dataPage(0xe100_2000L, filled(0x1000, 2))
                        .block(0x8123_4568L, filled(0x100, 3))
                        .block(0x8123_4668L, filled(0x80, 4))
                        .get();
        read(
                content,
                dump -> {
                    assertThat(dump.claim().build()).isEqualTo(2600);
                    assertThat(dump.claim().architecture()).hasValue(Architecture.X86);
                    assertThat(dump.remarks()).isEmpty();
                    assertThat(dump.modules())
                            .extracting(DumpModule::name)
                            .containsExactly("ntoskrnl.exe", "hal.dll");
                    assertThat(dump.modules().get(1).base()).isEqualTo(0x806c_f000L);
                    assertThat(dump.modules().get(1).size()).isEqualTo(0x2_0300);
                    assertBytes(dump, 0xf7a1_2c40L, 0x3c0, 1);
                    assertBytes(dump, 0xe100_2000L, 0x1000, 2);
                    assertBytes(dump, 0x8123_4568L, 0x100, 3);
                    assertBytes(dump, 0x8123_4668L, 0x80, 4);
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 0x10})
    void readsThe64BitForm(int longer) throws Exception {
        byte[] overlapping = filled(0x100, 3);
        Arrays.fill(overlapping, 0, 0x80, (byte) 2);
        byte[] content =
                new TriageDumpWriter(Architecture.ARM64, 26100)
                        .bugCheck(0x13a, 8, 0xffff_c081_0000_0000L, 0xffff_c081_0012_3450L, 0)
                        .driver("ntoskrnl.exe", 0xffff_f800_0100_0000L, 0x104_6000)
                        .longerDrivers(longer)
                        .driver("hal.dll", 0xffff_f800_0300_0000L, 0x6000)
                        .stack(0xffff_8504_2989_0ee8L, filled(0x118, 1))
                        .block(0xffff_c081_0012_3400L, filled(0x100, 2))
                        .block(0xffff_c081_0012_3480L, overlapping)
                        .get();
        read(
                content,
                dump -> {
                    assertThat(dump.claim().build()).isEqualTo(26100);
                    assertThat(dump.claim().architecture()).hasValue(Architecture.ARM64);
                    assertThat(dump.remarks()).isEmpty();
                    assertThat(dump.modules())
                            .extracting(DumpModule::base)
                            .containsExactly(0xffff_f800_0100_0000L, 0xffff_f800_0300_0000L);
                    assertBytes(dump, 0xffff_8504_2989_0ee8L, 0x118, 1);
                    assertBytes(dump, 0xffff_c081_0012_3400L, 0x100, 2);
                    assertBytes(dump, 0xffff_c081_0012_3500L, 0x80, 3);
                });
    }

    /** Fields that an older system did not fill in hold the text PAGE. */
    @Test
    void readsADumpWithoutDataBlocks() throws Exception {
        byte[] content =
                new TriageDumpWriter(Architecture.X86, 2195)
                        .driver("ntoskrnl.exe", 0x8040_0000L, 0x1a_0000)
                        .stack(0xeb3c_8000L, filled(0x100, 1))
                        .get();
        for (int at = 0x104c; at < 0x1068; at += 4) {
            System.arraycopy(new byte[] {'P', 'A', 'G', 'E'}, 0, content, at, 4);
        }
        read(
                content,
                dump -> {
                    assertThat(dump.remarks()).isEmpty();
                    assertThat(dump.memory().extent().bytes()).isEqualTo(0x100);
                });
    }

    private static byte[] dump(boolean wide) {
        return new TriageDumpWriter(wide ? Architecture.X64 : Architecture.X86, 7601)
                .driver("ntoskrnl.exe", wide ? 0xffff_f800_0100_0000L : 0x8280_0000L, 0x41_0000)
                .block(wide ? 0xffff_fa80_0123_4000L : 0x8512_3000L, filled(0x1000, 7))
                .get();
    }

    /** As many blocks as a number can say, and as many as there is room for. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsAsMuchAsIsThereOfTooManyBlocks(boolean wide) throws Exception {
        byte[] content = dump(wide);
        ByteBuffer.wrap(content)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((wide ? BLOCKS_64 : BLOCKS_32) + 4, (int) MANY)
                .putInt(wide ? 0x2034 : 0x1034, (int) MANY);
        read(
                content,
                dump -> {
                    assertBytes(dump, wide ? 0xffff_fa80_0123_4000L : 0x8512_3000L, 0x1000, 7);
                    assertThat(dump.modules().getFirst().name()).isEqualTo("ntoskrnl.exe");
                    assertThat(dump.remarks())
                            .extracting(Remark::text)
                            .anyMatch(text -> text.startsWith("4,294,967,295 entries of driver"))
                            .anyMatch(
                                    text -> text.startsWith("4,294,967,295 entries of data block"));
                });
    }

    private static int place(byte[] content, boolean wide, int field) {
        return ByteBuffer.wrap(content)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt((wide ? 0x2000 : 0x1000) + field);
    }

    private static ByteBuffer little(byte[] content) {
        return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] threeDrivers(boolean wide) {
        long base = wide ? 0xffff_f800_0100_0000L : 0x8280_0000L;
        return new TriageDumpWriter(wide ? Architecture.X64 : Architecture.X86, 7601)
                .driver("ntoskrnl.exe", base, 0x41_0000)
                .driver("hal.dll", base + 0x100_0000, 0x2_0300)
                .driver("disk.sys", base + 0x200_0000, 0x3000)
                .block(wide ? 0xffff_fa80_0123_4000L : 0x8512_3000L, filled(0x10_0000, 7))
                .get();
    }

    /** A number of drivers that is too large takes names and memory for drivers. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void endsTheListOfDriversWhereNoneFollows(boolean wide) throws Exception {
        for (int count : List.of(40, 4096, 0x4_0000)) {
            byte[] content = threeDrivers(wide);
            little(content).putInt(wide ? 0x2034 : 0x1034, count);
            read(
                    content,
                    dump -> {
                        assertThat(dump.modules())
                                .extracting(DumpModule::name)
                                .containsExactly("ntoskrnl.exe", "hal.dll", "disk.sys");
                        assertThat(dump.remarks())
                                .extracting(Remark::text)
                                .contains(
                                        "8 of the entries of driver are none: the list ends after 3 drivers");
                    });
        }
    }

    /** One damaged entry does not hide the drivers behind it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void leavesOutAnEntryThatIsNoDriver(boolean wide) throws Exception {
        byte[] content = threeDrivers(wide);
        int entry = place(content, wide, 0x30) + (wide ? 0x90 : 0x4c);
        little(content).putInt(entry + (wide ? 0x38 : 0x1c), 0x123);
        read(
                content,
                dump -> {
                    assertThat(dump.modules())
                            .extracting(DumpModule::name)
                            .containsExactly("ntoskrnl.exe", "disk.sys");
                    assertThat(dump.remarks())
                            .extracting(Remark::text)
                            .containsExactly("1 of the entries of driver are none");
                });
    }

    /** A number of data blocks that is too small leaves bytes of the file that nothing names. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void saysHowManyBytesBelongToNoDataBlock(boolean wide) throws Exception {
        TriageDumpWriter writer =
                new TriageDumpWriter(wide ? Architecture.X64 : Architecture.X86, 7601);
        long address = wide ? 0xffff_fa80_0123_4000L : 0x8512_3000L;
        for (int i = 0; i < 20; i++) {
            writer.block(address + i * 0x2000L, filled(0x1000, i + 1));
        }
        byte[] whole = writer.get();
        read(whole, dump -> assertThat(dump.remarks()).isEmpty());
        for (int count : List.of(0, 1, 19)) {
            byte[] content = whole.clone();
            little(content).putInt((wide ? BLOCKS_64 : BLOCKS_32) + 4, count);
            int entries = count == 0 ? 20 * 16 : 0;
            read(
                    content,
                    dump ->
                            assertThat(dump.remarks())
                                    .extracting(Remark::text)
                                    .containsExactly(
                                            String.format(
                                                    Locale.ROOT,
                                                    "%,d bytes of the file belong to no data block",
                                                    (20 - count) * 0x1000 + entries)));
        }
    }

    /** Zeros and the text PAGE are no memory that was left out. */
    @Test
    void takesNoFillingForMemory() throws Exception {
        byte[] content =
                new TriageDumpWriter(Architecture.X64, 7601)
                        .block(0xffff_fa80_0123_4000L, filled(0x1000, 7))
                        .block(0xffff_fa80_0125_4000L, new byte[0x8000])
                        .get();
        little(content).putInt(BLOCKS_64 + 4, 1);
        int list = place(content, true, 0x78);
        little(content).putLong(list + 16, 0).putLong(list + 24, 0);
        read(content, dump -> assertThat(dump.remarks()).isEmpty());
    }

    /** Of two data blocks with the same addresses the first one counts. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tellsDataBlocksThatContradictEachOther(boolean firstIsLower) throws Exception {
        long low = 0xffff_c081_0012_3400L;
        long high = low + 0x80;
        byte[] content =
                new TriageDumpWriter(Architecture.X64, 19041)
                        .block(firstIsLower ? low : high, filled(0x100, 1))
                        .block(firstIsLower ? high : low, filled(0x100, 2))
                        .block(low + 0x1000, filled(0x100, 3))
                        .get();
        read(
                content,
                dump -> {
                    assertThat(dump.remarks())
                            .extracting(Remark::text)
                            .containsExactly(
                                    "1 of the data blocks have addresses of another one and other bytes, "
                                            + "first at 0xffffc08100123480: the bytes of the entry "
                                            + "that is first in the list count");
                    assertBytes(dump, firstIsLower ? low : high, 0x100, 1);
                    assertBytes(dump, firstIsLower ? low + 0x100 : low, 0x80, 2);
                });
    }

    /** An entry that leads to bytes of others shows them at a wrong address. */
    @Test
    void tellsBytesThatTwoDataBlocksHave() throws Exception {
        byte[] content =
                new TriageDumpWriter(Architecture.X64, 19041)
                        .block(0xffff_c081_0012_3000L, filled(0x1000, 1))
                        .block(0xffff_c081_0022_3000L, filled(0x1000, 2))
                        .get();
        int list = place(content, true, 0x78);
        ByteBuffer out = little(content);
        out.putInt(list + 24, out.getInt(list + 8) + 0x700);
        read(
                content,
                dump ->
                        assertThat(dump.remarks())
                                .extracting(Remark::text)
                                .containsExactly(
                                        "2,304 bytes of the file belong to more than one data block"));
    }

    /** The same bytes at a hundred thousand addresses are no memory. */
    @Test
    void takesNoMoreMemoryThanTheFileHolds() throws Exception {
        int count = 100_000;
        TriageDumpWriter writer = new TriageDumpWriter(Architecture.X64, 19041);
        byte[] content = writer.block(0xffff_c081_0000_0000L, new byte[16 * count]).get();
        ByteBuffer out = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        int first = content.length - 8 - 16 * count & -8;
        for (int i = 0; i < count; i++) {
            out.putLong(first + 16 * i, 0xffff_c081_0000_0000L + ((long) i << 24));
            out.putInt(first + 16 * i + 8, i % 2 == 0 ? 0x2000 : content.length + i);
            out.putInt(first + 16 * i + 12, i % 3 == 0 ? 0 : (int) MANY);
        }
        out.putInt(BLOCKS_64, first).putInt(BLOCKS_64 + 4, count);
        read(
                content,
                dump -> {
                    assertThat(dump.memory().extent().bytes())
                            .isPositive()
                            .isLessThanOrEqualTo(4L * content.length);
                    assertThat(dump.remarks())
                            .extracting(Remark::text)
                            .anyMatch(text -> text.contains("blocks are left out"))
                            .anyMatch(text -> text.startsWith("the file ends before its memory"));
                });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void survivesDamage(boolean wide) throws Exception {
        byte[] whole = dump(wide);
        int header = wide ? 0x2000 : 0x1000;
        Random random = new Random(26100);
        for (int round = 0; round < 500; round++) {
            byte[] damaged = whole.clone();
            for (int i = random.nextInt(1, 8); i > 0; i--) {
                int at = header + random.nextInt(whole.length - header - 0x1000);
                damaged[at] = (byte) (random.nextBoolean() ? -1 : random.nextInt());
            }
            read(
                    damaged,
                    dump -> {
                        for (Run.Mapped run : dump.memory().mapped(0, -1L)) {
                            assertThat(run.bytes().byteSize()).isPositive();
                        }
                    });
        }
    }
}
