package org.cairn.system.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.DumpModule;
import org.cairn.dump.Remark;
import org.cairn.memory.Architecture;
import org.cairn.system.SystemImage;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Offsets of {@code _PEB_LDR_DATA} and {@code _LDR_DATA_TABLE_ENTRY} of Windows 7 x64. */
class LoaderListTest {
    private static final long TEB = 0x7ff_ffff_e000L;
    private static final long PEB = 0x7ff_fffd_6000L;
    private static final long LDR = 0x77da_2640L;
    private static final long HEAD = LDR + 0x10;
    private static final long FIRST = 0x29_5a20L;
    private static final long SECOND = 0x29_5b10L;

    @Test
    void readsTheModulesWhenTheContainerHasNone() {
        SystemImage system =
                process(FIRST)
                        .u64(FIRST, SECOND)
                        .u64(SECOND, HEAD)
                        .bytes(FIRST + 0x30, entry(0xff96_0000L, 0x3_5000, 44, 0x29_6000))
                        .bytes(0x29_6000, utf16("C:\\Windows\\notepad.exe"))
                        .bytes(SECOND + 0x30, entry(0x77c9_0000L, 0x1a_9000, 0xffff, 0x29_6100))
                        .bytes(0x29_6100, utf16("C:\\Windows\\ntdll.dll\0rest"))
                        .read();

        assertThat(modules(system))
                .containsExactly(
                        new DumpModule(
                                0xff96_0000L, 0x3_5000, "C:\\Windows\\notepad.exe", "", 0, 0, ""),
                        new DumpModule(
                                0x77c9_0000L, 0x1a_9000, "C:\\Windows\\ntdll.dll", "", 0, 0, ""));
        assertThat(system.processes().getFirst().name()).isEqualTo("notepad.exe");
        assertThat(system.remarks()).isEmpty();
    }

    @Test
    void leavesThoseOfTheContainer() {
        SystemImage system =
                process(FIRST).u64(FIRST, HEAD).module(0x40_0000, "own.exe", "").read();

        assertThat(modules(system)).extracting(DumpModule::name).containsExactly("own.exe");
    }

    @Test
    void endsAtCycles() {
        SystemImage system = process(FIRST).u64(FIRST, SECOND).u64(SECOND, FIRST).read();

        assertThat(modules(system)).hasSize(2);
        assertThat(system.remarks())
                .containsExactly(
                        Remark.warning(
                                "the loader's list of PEB.Ldr 0x77da2640 does not end: 2 modules"
                                        + " are taken"));
    }

    @Test
    void endsWhereTheDumpEnds() {
        SystemImage system = process(FIRST).u64(FIRST, 0xdead_0000_0000L).read();

        assertThat(modules(system)).hasSize(1);
        assertThat(system.remarks())
                .containsExactly(
                        Remark.warning(
                                "the loader's list of PEB.Ldr 0x77da2640 breaks off after 1"
                                        + " modules (not captured)"));
    }

    private static FakeProcess process(long first) {
        return new FakeProcess(Architecture.X64, 7601)
                .thread(TEB, PEB)
                .heaps(PEB, 0x1_0000, PEB + 0x800, 0x1_0000)
                .u64(PEB + 0x18, LDR)
                .u64(HEAD, first);
    }

    /** From {@code DllBase} to {@code FullDllName.Buffer}. */
    private static byte[] entry(long base, int size, int length, long name) {
        return ByteBuffer.allocate(0x28)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(0, base)
                .putInt(0x10, size)
                .putShort(0x18, (short) length)
                .putLong(0x20, name)
                .array();
    }

    private static byte[] utf16(String text) {
        return text.getBytes(StandardCharsets.UTF_16LE);
    }

    private static List<DumpModule> modules(SystemImage system) {
        return system.processes().getFirst().modules();
    }
}
