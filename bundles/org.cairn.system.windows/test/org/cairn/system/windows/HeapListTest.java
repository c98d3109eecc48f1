package org.cairn.system.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.Remark;
import org.cairn.memory.Architecture;
import org.cairn.system.ProcessImage.HeapList;
import org.cairn.system.SystemImage;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;

class HeapListTest {
    private static final long TEB = 0x7ff_ffff_e000L;
    private static final long PEB = 0x7ff_fffd_6000L;
    private static final long ARRAY = 0x77da_1ff0L;

    @Test
    void keepsTheListWhenTheDefaultHeapIsNotInIt() {
        SystemImage system = process().heaps(PEB, 0x34_0000, ARRAY, 0x14b_0000, 0x150_0000).read();

        assertThat(heaps(system)).containsExactly(0x14b_0000L, 0x150_0000L);
        assertThat(list(system).defaultHeap()).hasValue(0x34_0000);
        assertThat(system.remarks())
                .containsExactly(
                        Remark.info(
                                "PEB 0x7fffffd6000: ProcessHeap 0x340000 is not among the 2 heaps"
                                        + " of ProcessHeaps"));
    }

    /** So it is with Wine, whose heaps are not listed. */
    @Test
    void knowsTheDefaultHeapWhenNoneIsListed() {
        SystemImage system = process().heaps(PEB, 0x14_0000, 0).read();

        assertThat(heaps(system)).containsExactly(0x14_0000L);
        assertThat(system.remarks())
                .containsExactly(
                        Remark.info(
                                "PEB 0x7fffffd6000 lists no heaps (NumberOfHeaps 0), only"
                                        + " ProcessHeap 0x140000"));
    }

    @Test
    void doesNotBelieveImpossibleNumbers() {
        SystemImage above = process().heaps(PEB, 0x1_0000, ARRAY).count(true, PEB, 17, 16).read();
        SystemImage huge =
                process()
                        .heaps(PEB, 0x1_0000, ARRAY)
                        .count(true, PEB, 0xffff_ffffL, 0xffff_ffffL)
                        .read();

        assertThat(heaps(above)).containsExactly(0x1_0000L);
        assertThat(heaps(huge)).containsExactly(0x1_0000L);
        assertThat(above.remarks())
                .containsExactly(
                        Remark.warning(
                                "PEB 0x7fffffd6000 claims 17 heaps of at most 16: the list is not"
                                        + " used"));
        assertThat(huge.remarks()).hasSize(1);
    }

    @Test
    void readsTheListUpToItsEndInTheDump() {
        SystemImage system =
                process()
                        .heaps(PEB, 0x9_0000, ARRAY, 0x1_0000, 0x2_0000)
                        .count(true, PEB, 5, 16)
                        .read();

        assertThat(heaps(system)).containsExactly(0x9_0000L, 0x1_0000L, 0x2_0000L);
        assertThat(list(system).defaultHeap()).hasValue(0x9_0000);
        assertThat(system.remarks())
                .containsExactly(
                        Remark.warning(
                                "PEB 0x7fffffd6000 lists 5 heaps, 2 of the pointers in"
                                        + " ProcessHeaps 0x77da1ff0 are in the dump (not"
                                        + " captured)"));
    }

    @Test
    void leavesOutWhatIsNoHeap() {
        SystemImage system =
                process()
                        .heaps(PEB, 0x1_0000, ARRAY - 0x80, 0x2_0000, 0, 0x1_0000, 0x2_0000)
                        .read();

        assertThat(heaps(system)).containsExactly(0x1_0000L, 0x2_0000L);
        assertThat(system.remarks())
                .containsExactly(
                        Remark.warning(
                                "PEB 0x7fffffd6000: 2 of the 4 pointers in ProcessHeaps are 0 or"
                                        + " repeated"));
    }

    @Test
    void saysWhyThePebIsUnknown() {
        assertThat(new FakeProcess(Architecture.X64, 7601).read().remarks())
                .containsExactly(
                        Remark.warning(
                                "the dump names no TEB: the PEB is unknown, heaps can only be"
                                        + " found by signature"));
        assertThat(new FakeProcess(Architecture.X64, 7601).thread(TEB).thread(1).read().remarks())
                .containsExactly(
                        Remark.warning(
                                "TEB 0x7ffffffe000 is not in the dump (not captured): the PEB is"
                                        + " unknown, heaps can only be found by signature"));
        assertThat(process().u64(TEB + 0x30, 0x1234).read().remarks())
                .containsExactly(
                        Remark.warning(
                                "TEB 0x7ffffffe000 is damaged (Self 0x1234, ProcessEnvironmentBlock"
                                        + " 0x7fffffd6000): the PEB is unknown, heaps can only be"
                                        + " found by signature"));
        assertThat(process().read().remarks())
                .containsExactly(
                        Remark.warning(
                                "PEB 0x7fffffd6000 is not in the dump (not captured): heaps can"
                                        + " only be found by signature"));
    }

    @Test
    void asksEveryThread() {
        SystemImage system =
                new FakeProcess(Architecture.X64, 7601)
                        .thread(0)
                        .thread(0x1000)
                        .thread(TEB - 0x2000, PEB)
                        .u64(TEB - 0x2000 + 0x30, 0)
                        .thread(TEB, PEB)
                        .heaps(PEB, 0x1_0000, ARRAY, 0x1_0000)
                        .read();

        assertThat(heaps(system)).containsExactly(0x1_0000L);
        assertThat(system.remarks()).isEmpty();
    }

    @Test
    void survivesDamagedBlocks() {
        Random random = new Random(19_930_727);
        int lists = 0;
        for (int round = 0; round < 2000; round++) {
            FakeProcess process = process().heaps(PEB, 0x1_0000, ARRAY, 0x1_0000);
            for (int i = random.nextInt(1, 8); i > 0; i--) {
                long block = random.nextBoolean() ? PEB : TEB;
                process.u32(block + random.nextInt(0x200 / 4) * 4L, random.nextInt());
            }
            lists += process.read().processes().getFirst().heapLists().size();
        }
        assertThat(lists).isBetween(1, 3999);
    }

    private static FakeProcess process() {
        return new FakeProcess(Architecture.X64, 7601).thread(TEB, PEB);
    }

    private static List<Long> heaps(SystemImage system) {
        return list(system).heaps();
    }

    private static HeapList list(SystemImage system) {
        List<HeapList> lists = system.processes().getFirst().heapLists();
        assertThat(lists).hasSize(1);
        return lists.getFirst();
    }
}
