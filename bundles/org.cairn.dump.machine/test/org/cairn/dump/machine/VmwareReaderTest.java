package org.cairn.dump.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpFormatException;
import org.cairn.memory.Absence;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.PageTables;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

class VmwareReaderTest {
    private static final int PAGE = 0x1000;

    private final Path folder;

    VmwareReaderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void readsTheMemoryBesideTheState() throws Exception {
        Path state = Files.write(folder.resolve("vm.vmss"), state(false));
        Path memory = Files.write(folder.resolve("vm.vmem"), pages());

        for (Path opened : new Path[] {state, memory}) {
            try (OpenDump open = OpenDump.read(opened)) {
                assertMemory(open.dump());
            }
        }
    }

    @Test
    void readsTheMemoryInTheState() throws Exception {
        try (OpenDump open = OpenDump.read(folder.resolve("vm.vmsn"), state(true))) {
            assertMemory(open.dump());
        }
        assertThatExceptionOfType(DumpFormatException.class)
                .isThrownBy(() -> OpenDump.read(folder.resolve("a.vmsn"), state(false)).close())
                .withMessageContaining("neither in the state nor in a .vmem file");
    }

    private static void assertMemory(Dump dump) {
        assertThat(dump.format()).isEqualTo("VMware memory");
        MemoryCursor cursor = dump.memory().cursor();
        assertThat(cursor.seek(0, 2 * PAGE)).isTrue();
        assertThat(cursor.u8(PAGE)).isEqualTo(2);
        assertThat(cursor.seek(0x10_0000L * PAGE, PAGE)).isTrue();
        assertThat(cursor.u8(0)).isEqualTo(3);
        assertThat(dump.memory().runAt(2 * PAGE))
                .isEqualTo(new Run.Absent(2 * PAGE, 0x10_0000L * PAGE - 1, Absence.NOT_CAPTURED));
        assertThat(dump.processors()).hasSize(1);
        assertThat(dump.processors().getFirst().registers())
                .containsEntry("RIP", 0xffff_f800_0000_1000L)
                .containsEntry("CR3", 0x1ad000L);
        assertThat(dump.processors().getFirst().pageTables())
                .hasValue(new PageTables(PagingMode.X64, 0x1ad000));
        assertThat(dump.remarks()).isEmpty();
    }

    /** Two groups: memory with two regions, and cpu. */
    private static byte[] state(boolean withMemory) {
        int memory = 12 + 2 * 80;
        LittleEndian tags = new LittleEndian();
        tag(tags, "regionsCount", 4).u32(2);
        region(tags, 0, 0, 0, 2);
        region(tags, 1, 2, 0x10_0000, 1);
        if (withMemory) {
            tag(tags, "Memory", 63, 0, 0).u64(3 * PAGE, 3 * PAGE).u16(5).fill(5, 0).bytes(pages());
        }
        tags.u16(0);
        int cpu = memory + tags.size();
        LittleEndian file = new LittleEndian().u32(0xbed2_bed2L).u32(8).u32(2);
        file.text("memory").to(12 + 64).u64(memory, tags.size());
        file.text("cpu").to(12 + 80 + 64).u64(cpu, 0).bytes(tags.get());
        tag(file, "rip", 8, 0).u64(0xffff_f800_0000_1000L);
        tag(file, "CR64", 63, 0).u64(40, 40).u16(0).u64(0x8005_0033L, 0, 0, 0x1ad000, 0x6f8);
        return file.u16(0).get();
    }

    private static void region(LittleEndian tags, int index, int place, int address, int pages) {
        tag(tags, "regionPageNum", 4, index).u32(place);
        tag(tags, "regionPPN", 4, index).u32(address);
        tag(tags, "regionSize", 4, index).u32(pages);
    }

    private static LittleEndian tag(LittleEndian out, String name, int size, int... indexes) {
        out.u8(indexes.length << 6 | size).u8(name.length()).text(name);
        for (int index : indexes) {
            out.u32(index);
        }
        return out;
    }

    private static byte[] pages() {
        return new LittleEndian().fill(PAGE, 1).fill(PAGE, 2).fill(PAGE, 3).get();
    }

    @Test
    void survivesCutsAndDamage() throws Exception {
        Survival survival = new Survival(folder.resolve("damaged.vmss"));
        byte[] whole = state(true);
        survival.cuts(whole, 61);
        survival.damage(whole, 12, 400, 1000, 9);
        survival.damage(whole, whole.length - 100, whole.length, 300, 10);
        assertThat(survival.read()).isPositive();
    }
}
