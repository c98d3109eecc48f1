package org.cairn.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.DumpException;
import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpRegion;
import org.cairn.dump.DumpThread;
import org.cairn.memory.Architecture;
import org.cairn.testkit.MinidumpWriter.SystemInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Reads what the writer made by the offsets of {@code minidumpapiset.h}. */
final class MinidumpWriterTest {
    private static final SystemInfo SYSTEM =
            new SystemInfo(Architecture.X64, 10, 0, 19045, "Service Pack 7", 4);

    @Test
    void writesHeaderAndDirectory() {
        byte[] bytes =
                new MinidumpWriter(SYSTEM)
                        .flags(0x1_0000_0802L).timeDateStamp(0x65a0_0000).stream(
                                        0xcafe, (byte) 1, (byte) 2)
                                .toBytes();
        RawMinidump dump = new RawMinidump(bytes);
        assertThat(new String(bytes, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("MDMP");
        assertThat(dump.file().getInt(4) & 0xffff).isEqualTo(0xa793);
        assertThat(dump.file().getInt(20)).isEqualTo(0x65a0_0000);
        assertThat(dump.file().getLong(24)).isEqualTo(0x1_0000_0802L);
        assertThat(dump.streams()).containsOnlyKeys(3, 4, 7, 9, 0xcafe);
        assertThat(dump.stream(0xcafe).remaining()).isEqualTo(2);
        assertThat(dump.stream(0xcafe).get(1)).isEqualTo((byte) 2);
    }

    @Test
    void writesSystemMiscCommentAndException() {
        RawMinidump dump =
                new RawMinidump(
                        new MinidumpWriter(SYSTEM)
                                .process(4242, 77)
                                .comment("käse")
                                .exception(
                                        new DumpException(
                                                7,
                                                0xc0000374L,
                                                0x7ffa_0000_1234L,
                                                List.of(5L, -1L)))
                                .toBytes());
        ByteBuffer system = dump.stream(7);
        assertThat(system.remaining()).isEqualTo(56);
        assertThat(system.getShort(0)).isEqualTo((short) 9);
        assertThat(system.get(6)).isEqualTo((byte) 4);
        assertThat(List.of(system.getInt(8), system.getInt(12), system.getInt(16)))
                .containsExactly(10, 0, 19045);
        assertThat(dump.string(system.getInt(24))).isEqualTo("Service Pack 7");
        ByteBuffer misc = dump.stream(15);
        assertThat(misc.getInt(0)).isEqualTo(24);
        assertThat(misc.remaining()).isEqualTo(24);
        assertThat(misc.getInt(4) & 1).isEqualTo(1);
        assertThat(misc.getInt(8)).isEqualTo(4242);
        ByteBuffer comment = dump.stream(11);
        assertThat(comment.asCharBuffer().toString()).isEqualTo("käse\0");
        ByteBuffer exception = dump.stream(6);
        assertThat(exception.remaining()).isEqualTo(168);
        assertThat(exception.getInt(0)).isEqualTo(7);
        assertThat(exception.getInt(8)).isEqualTo(0xc0000374);
        assertThat(exception.getLong(24)).isEqualTo(0x7ffa_0000_1234L);
        assertThat(exception.getInt(32)).isEqualTo(2);
        assertThat(exception.getLong(40)).isEqualTo(5);
        assertThat(exception.getLong(48)).isEqualTo(-1);
    }

    @Test
    void writesModules() {
        DumpModule shop =
                new DumpModule(
                        0x7ff6_1c3a_0000L,
                        0x9_1000,
                        "C:\\Shop\\shop.exe",
                        "4.12.0.7",
                        0x5f00_1122L,
                        0x8_8888L,
                        "shop.pdb 01234567-89AB-CDEF-0123-456789ABCDEF 2");
        DumpModule plain = new DumpModule(0x18000_0000L, 0x1000, "a.dll", "", 1, 0, "");
        RawMinidump dump =
                new RawMinidump(new MinidumpWriter(SYSTEM).module(shop).module(plain).toBytes());
        ByteBuffer list = dump.stream(4);
        assertThat(list.remaining()).isEqualTo(4 + 2 * 108);
        assertThat(list.getInt(0)).isEqualTo(2);
        assertThat(list.getLong(4)).isEqualTo(shop.base());
        assertThat(list.getInt(12)).isEqualTo(0x9_1000);
        assertThat(list.getInt(16)).isEqualTo(0x8_8888);
        assertThat(list.getInt(20)).isEqualTo(0x5f00_1122);
        assertThat(dump.string(list.getInt(24))).isEqualTo("C:\\Shop\\shop.exe");
        assertThat(list.getInt(28)).isEqualTo(0xfeef04bd);
        assertThat(list.getInt(36)).isEqualTo(4 << 16 | 12);
        assertThat(list.getInt(40)).isEqualTo(7);
        int record = list.getInt(84);
        byte[] bytes = dump.file().array();
        assertThat(Arrays.copyOfRange(bytes, record, record + 24))
                .containsExactly(
                        'R', 'S', 'D', 'S', 0x67, 0x45, 0x23, 0x01, 0xab, 0x89, 0xef, 0xcd, 0x01,
                        0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 2, 0, 0, 0);
        int length = list.getInt(80);
        assertThat(new String(bytes, record + 24, length - 24, StandardCharsets.UTF_8))
                .isEqualTo("shop.pdb\0");
        assertThat(list.getLong(112)).isEqualTo(0x18000_0000L);
        assertThat(dump.string(list.getInt(132))).isEqualTo("a.dll");
        assertThat(list.getInt(136)).isZero();
        assertThat(list.getInt(188)).isZero();
    }

    @Test
    void writesThreadsWithStackAndContext() {
        DumpThread thread =
                new DumpThread(9, 0xc5_0000L, 0x1_0800, 0x100, 0x7ff6_0001L, 0x1_0880, 2, 8);
        byte[] stack = new byte[0x1000];
        stack[0x800] = 42;
        RawMinidump dump =
                new RawMinidump(
                        new MinidumpWriter(SYSTEM)
                                .thread(thread)
                                .memory(0x1_0000, MemorySource.of(stack))
                                .toBytes());
        ByteBuffer list = dump.stream(3);
        assertThat(list.remaining()).isEqualTo(4 + 48);
        assertThat(list.getInt(4)).isEqualTo(9);
        assertThat(list.getInt(8)).isEqualTo(2);
        assertThat(list.getLong(20)).isEqualTo(0xc5_0000L);
        assertThat(list.getLong(28)).isEqualTo(0x1_0800);
        assertThat(list.getInt(36)).isEqualTo(0x100);
        assertThat(dump.file().get(list.getInt(40))).isEqualTo((byte) 42);
        assertThat(list.getInt(44)).isEqualTo(0x4d0);
        int context = list.getInt(48);
        assertThat(dump.file().getInt(context + 0x30)).isEqualTo(0x10000b);
        assertThat(dump.file().getLong(context + 0x98)).isEqualTo(0x1_0880);
        assertThat(dump.file().getLong(context + 0xf8)).isEqualTo(0x7ff6_0001L);
    }

    @Test
    void writesTheContextOfX86() {
        SystemInfo system = new SystemInfo(Architecture.X86, 5, 1, 2600, "", 1);
        DumpThread thread = new DumpThread(9, 0x7ffd_e000, 0, 0, 0x40_1000, 0x12_f000, 0, 8);
        RawMinidump dump = new RawMinidump(new MinidumpWriter(system).thread(thread).toBytes());
        ByteBuffer list = dump.stream(3);
        assertThat(list.getInt(44)).isEqualTo(0x2cc);
        int context = list.getInt(48);
        assertThat(dump.file().getInt(context)).isEqualTo(0x10007);
        assertThat(dump.file().getInt(context + 0xb8)).isEqualTo(0x40_1000);
        assertThat(dump.file().getInt(context + 0xc4)).isEqualTo(0x12_f000);
    }

    @Test
    void writesRegions() {
        RawMinidump dump =
                new RawMinidump(
                        new MinidumpWriter(SYSTEM)
                                .region(
                                        new DumpRegion(
                                                0x1000, 0x1fff, 0x1000, "commit", "rw-", "private"))
                                .region(
                                        new DumpRegion(
                                                0x2000, 0x4fff, 0x1000, "reserve", "", "private"))
                                .toBytes());
        ByteBuffer list = dump.stream(16);
        assertThat(list.getInt(0)).isEqualTo(16);
        assertThat(list.getInt(4)).isEqualTo(48);
        assertThat(list.getLong(8)).isEqualTo(2);
        assertThat(list.getLong(16 + 48)).isEqualTo(0x2000);
        assertThat(list.getLong(16 + 48 + 8)).isEqualTo(0x1000);
        assertThat(list.getLong(16 + 24)).isEqualTo(0x1000);
        assertThat(list.getInt(16 + 32)).isEqualTo(0x1000);
        assertThat(list.getInt(16 + 36)).isEqualTo(4);
        assertThat(list.getInt(16 + 40)).isEqualTo(0x20000);
        assertThat(list.getInt(16 + 48 + 32)).isEqualTo(0x2000);
        assertThat(list.getInt(16 + 48 + 36)).isZero();
    }

    @Test
    void writesAMemoryList() {
        RawMinidump dump =
                new RawMinidump(
                        new MinidumpWriter(SYSTEM)
                                .withMemoryList()
                                .memory(0x1000, MemorySource.of((byte) 1, (byte) 2))
                                .memory(0x8000, MemorySource.of((byte) 3))
                                .toBytes());
        ByteBuffer list = dump.stream(5);
        assertThat(list.getInt(0)).isEqualTo(2);
        assertThat(list.getLong(4 + 16)).isEqualTo(0x8000);
        assertThat(list.getInt(4 + 16 + 8)).isEqualTo(1);
        assertThat(dump.file().get(list.getInt(4 + 16 + 12))).isEqualTo((byte) 3);
        assertThat(dump.streams()).doesNotContainKey(9);
    }

    @Test
    void streamsMemoryIntoAFile(@TempDir Path folder) throws IOException {
        long size = 40L << 20;
        Path file = folder.resolve("large.dmp");
        new MinidumpWriter(SYSTEM).memory(0x1_0000, new Counting(size)).write(file);
        ByteBuffer head = ByteBuffer.wrap(Files.readAllBytes(file));
        RawMinidump dump = new RawMinidump(head.array());
        long base = dump.stream(9).getLong(8);
        assertThat(Files.size(file)).isEqualTo(base + size);
        assertThat(dump.file().get((int) (base + size - 1))).isEqualTo((byte) ((size >> 16) - 1));
    }

    @Test
    void cutsTheEndOff() {
        MinidumpWriter writer = new MinidumpWriter(SYSTEM).memory(0, MemorySource.of(new byte[99]));
        byte[] whole = writer.toBytes();
        assertThat(writer.toBytes(whole.length - 50))
                .isEqualTo(Arrays.copyOf(whole, whole.length - 50));
    }

    /** Fills each 64 KiB with their number. */
    private record Counting(long size) implements MemorySource {
        @Override
        public void write(OutputStream out) throws IOException {
            byte[] part = new byte[1 << 16];
            for (int i = 0; i < size >> 16; i++) {
                Arrays.fill(part, (byte) i);
                out.write(part);
            }
        }
    }
}
