package org.cairn.dump.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpHandle;
import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpThreadInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** The streams about handles, threads and figures, written by the offsets of the SDK's header. */
class MinidumpDetailsTest {
    private static final int AMD64 = 9;

    private final Path file;

    MinidumpDetailsTest(@TempDir Path folder) {
        file = folder.resolve("details.mdmp");
    }

    @Test
    void readsHandles() throws Exception {
        MinidumpBytes dump = new MinidumpBytes().system(AMD64, 10, 0, 19041);
        long type = dump.string("Event");
        long name = dump.string("\\BaseNamedObjects\\ready");
        // the second version of a descriptor: 8 bytes more, which are not read
        ByteBuffer list = bytes(16 + 2 * 40).putInt(16).putInt(40).putInt(2).putInt(0);
        list.putLong(0x44).putInt((int) type).putInt((int) name);
        list.putInt(0x10).putInt(0x1f0003).putInt(2).putInt(65_537).putLong(0);
        list.putLong(0x48).putInt((int) type).putInt(0);
        list.putInt(0).putInt(0x100000).putInt(1).putInt(3).putLong(0);
        dump.stream(MinidumpStreamType.HANDLE_DATA, list.array());

        assertThat(read(dump).handles())
                .containsExactly(
                        new DumpHandle(
                                0x44,
                                "Event",
                                "\\BaseNamedObjects\\ready",
                                0x10,
                                0x1f0003,
                                2,
                                65_537),
                        new DumpHandle(0x48, "Event", "", 0, 0x100000, 1, 3));
    }

    @Test
    void readsUnloadedModules() throws Exception {
        MinidumpBytes dump = new MinidumpBytes().system(AMD64, 10, 0, 19041);
        long name = dump.string("C:\\old.dll");
        ByteBuffer list = bytes(12 + 24).putInt(12).putInt(24).putInt(1);
        list.putLong(0x7ff9_0000_0000L).putInt(0x5000).putInt(0x1234).putInt(0x5f00_0000);
        list.putInt((int) name);
        dump.stream(MinidumpStreamType.UNLOADED_MODULE_LIST, list.array());

        assertThat(read(dump).unloadedModules())
                .containsExactly(
                        new DumpModule(
                                0x7ff9_0000_0000L,
                                0x5000,
                                "C:\\old.dll",
                                "",
                                0x5f00_0000,
                                0x1234,
                                ""));
    }

    @Test
    void joinsNamesAndTimesOfThreads() throws Exception {
        MinidumpBytes dump = new MinidumpBytes().system(AMD64, 10, 0, 19041);
        long name = dump.string("Worker");
        ByteBuffer infos = bytes(12 + 64).putInt(12).putInt(64).putInt(1);
        infos.putInt(7).putInt(0).putInt(0).putInt(0x103).putLong(132_000_000_000_000_000L);
        infos.putLong(0).putLong(20_000).putLong(30_000).putLong(0x7ff6_0000_1000L).putLong(0xf);
        dump.stream(MinidumpStreamType.THREAD_INFO_LIST, infos.array());
        ByteBuffer names = bytes(4 + 2 * 12).putInt(2);
        names.putInt(7).putLong(name).putInt(9).putLong(name);
        dump.stream(MinidumpStreamType.THREAD_NAMES, names.array());

        assertThat(read(dump).threadInfos())
                .containsExactly(
                        new DumpThreadInfo(
                                7,
                                "Worker",
                                0x7ff6_0000_1000L,
                                132_000_000_000_000_000L,
                                0,
                                0x103,
                                20_000,
                                30_000,
                                0xf),
                        DumpThreadInfo.named(9, "Worker"));
    }

    @Test
    void showsFigures() throws Exception {
        MinidumpBytes dump = new MinidumpBytes().system(AMD64, 10, 0, 19041);
        ByteBuffer system = bytes(500).putShort((short) 1).putShort((short) 0);
        system.putInt(156_250).putInt(4096).putInt(2_000_000);
        system.putLong(116, 900_000).putLong(124, 1_500_000).putLong(132, 2_500_000);
        system.putLong(140, 1_700_000);
        dump.stream(MinidumpStreamType.SYSTEM_MEMORY_INFO, system.array());
        ByteBuffer counters = bytes(80).putShort((short) 1).putShort((short) 0).putInt(1234);
        for (long value = 1; value <= 9; value++) {
            counters.putLong(value * 4096);
        }
        dump.stream(MinidumpStreamType.PROCESS_VM_COUNTERS, counters.array());
        ByteBuffer tables = bytes(24).putInt(24).putInt(32).putInt(16).putInt(12).putInt(3);
        dump.stream(MinidumpStreamType.FUNCTION_TABLE, tables.array());
        ByteBuffer tokens = bytes(16 + 24).putInt(40).putInt(1).putInt(16).putInt(16);
        tokens.putInt(24).putInt(42).putLong(0x5c);
        dump.stream(MinidumpStreamType.TOKEN, tokens.array());
        ByteBuffer operations = bytes(16 + 2 * 32).putInt(16).putInt(32).putInt(2).putInt(0);
        operations.putInt(16 + 16, 1).putInt(16 + 32 + 16, 3);
        dump.stream(MinidumpStreamType.HANDLE_OPERATION_LIST, operations.array());

        assertThat(read(dump).properties())
                .containsEntry(
                        "physical memory", "2,000,000 pages of 4,096 bytes, 900,000 available")
                .containsEntry("system commit", "1,500,000 pages, limit 2,500,000, peak 1,700,000")
                .containsEntry("working set", "8,192 bytes, peak 4,096")
                .containsEntry("page file usage", "28,672 bytes, peak 32,768")
                .containsEntry("private usage", "36,864 bytes")
                .containsEntry("page faults", "1,234")
                .containsEntry("function tables", "3")
                .containsEntry("tokens", "1 (id 42, handle 0x5c, 24 bytes)")
                .containsEntry("handle operations", "2 (1 opened, 1 bad reference)");
    }

    @Test
    void damagedListsAreLeftOut() throws Exception {
        MinidumpBytes dump = new MinidumpBytes().system(AMD64, 10, 0, 19041);
        dump.stream(
                MinidumpStreamType.HANDLE_DATA, bytes(16).putInt(16).putInt(3).putInt(2).array());
        dump.stream(
                MinidumpStreamType.UNLOADED_MODULE_LIST,
                bytes(12).putInt(12).putInt(24).putInt(-1).array());
        dump.stream(MinidumpStreamType.THREAD_INFO_LIST, bytes(4).array());

        Dump read = read(dump);
        assertThat(read.handles()).isEmpty();
        assertThat(read.unloadedModules()).isEmpty();
        assertThat(read.remarks())
                .extracting(remark -> remark.text())
                .anyMatch(text -> text.contains("entries of 3 bytes; the list is not used"))
                .anyMatch(text -> text.contains("promises 4294967295 entries"))
                .anyMatch(text -> text.contains("4 bytes of MINIDUMP_THREAD_INFO_LIST"));
    }

    private Dump read(MinidumpBytes dump) throws Exception {
        Files.write(file, dump.get());
        try (OpenDump open = OpenDump.read(file)) {
            return open.dump();
        }
    }

    private static ByteBuffer bytes(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
