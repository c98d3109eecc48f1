package org.cairn.system.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.Remark;
import org.cairn.memory.Architecture;
import org.cairn.system.ProcessImage.HeapList;
import org.cairn.system.SystemImage;
import org.junit.jupiter.api.Test;

import java.util.List;

class Wow64Test {
    private static final long TEB = 0x7efd_b000L;
    private static final long TEB32 = TEB + 0x2000;
    private static final long PEB = 0x7efd_f000L;
    private static final long PEB32 = 0x7efd_e000L;
    private static final HeapList WIDE =
            HeapList.defaultFirst(Architecture.X64, "PEB 0x7efdf000", List.of(0x3_0000L));
    private static final HeapList NARROW =
            HeapList.defaultFirst(
                    Architecture.X86, "32-bit PEB 0x7efde000", List.of(0x52_0000L, 0x6_0000L));

    @Test
    void findsTheBlockBehindThe64BitOne() {
        SystemImage system = process().teb(false, TEB32, PEB32).read();

        assertThat(lists(system)).containsExactly(WIDE, NARROW);
        assertThat(system.remarks()).isEmpty();
    }

    @Test
    void findsTheBlockThatExceptionListPointsTo() {
        SystemImage system =
                process().u64(TEB, 0xffee_0000L).teb(false, 0xffee_0000L, PEB32).read();

        assertThat(lists(system)).containsExactly(WIDE, NARROW);
    }

    /** From Windows 10 on, the next thread's 64-bit block may lie where the 32-bit one would. */
    @Test
    void doesNotTakeAnotherBlockForIt() {
        SystemImage system = process().teb(true, TEB32, PEB).read();

        assertThat(lists(system)).containsExactly(WIDE);
        assertThat(system.remarks()).isEmpty();
    }

    @Test
    void saysThatThe32BitPebIsNotThere() {
        SystemImage system = process().teb(false, TEB32, 0x7fff_0000).read();

        assertThat(lists(system))
                .containsExactly(
                        WIDE,
                        HeapList.defaultFirst(
                                Architecture.X86, "32-bit PEB 0x7fff0000", List.of()));
        assertThat(system.remarks())
                .containsExactly(
                        Remark.warning(
                                "32-bit PEB 0x7fff0000 is not in the dump (not captured): heaps"
                                        + " can only be found by signature"));
    }

    @Test
    void knowsAWow64ProcessByItsModule() {
        SystemImage system =
                process().module(0x74fd_0000, "C:\\Windows\\System32\\WOW64.dll", "").read();

        assertThat(lists(system))
                .containsExactly(
                        WIDE, HeapList.defaultFirst(Architecture.X86, "wow64.dll", List.of()));
        assertThat(system.remarks())
                .containsExactly(
                        Remark.warning(
                                "WOW64 process, but no 32-bit TEB is in the dump: the 32-bit PEB"
                                        + " is unknown, 32-bit heaps can only be found by"
                                        + " signature"));
    }

    private static FakeProcess process() {
        return new FakeProcess(Architecture.X64, 7601)
                .module(0x40_0000, "a.exe", "")
                .thread(TEB, PEB)
                .heaps(true, PEB, 0x3_0000, PEB + 0x800, 0x3_0000)
                .heaps(false, PEB32, 0x52_0000, PEB32 + 0x800, 0x52_0000, 0x6_0000);
    }

    private static List<HeapList> lists(SystemImage system) {
        return system.processes().getFirst().heapLists();
    }
}
