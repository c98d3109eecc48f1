package org.cairn.heap.os2;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.system.os2.BlockId;
import org.cairn.system.os2.KernelThread;
import org.cairn.system.os2.Os2Kernel;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What transcripts tell of a kernel: objects, drivers, threads and what these wait for. */
class ListingsTest {
    private static final String MEMORY = "%fe04c8d8  00031c3f 00000000 00000000 ffc20010";

    /** M1: owners of objects, as the handbook's exercise prints them. */
    @Test
    void ownersOfObjects() throws Exception {
        Os2Kernel kernel =
                kernel(
                        " hob       va     flgs own  hmte  sown,cnt lt st xf",
                        " 0091  %7b9c484c  8000 ffcb ff79  0000 00  00 00 00 ptda 0003 c:pmshell.exe",
                        " 0193  %fe722dec  8000 ffa6 0000  0000 00  00 00 00 mte c:pmshell.exe",
                        " hob   har hobnxt flgs own  hmte  sown,cnt lt st xf",
                        " 0010  008f 0000  402c 0091 019f  0000 00  00 00 00 priv 0003 c:pmshell.exe",
                        " 009e  008f 0000  0000 ff88 ff54  0000 00  00 00 00",
                        " 00e2  008f 0000  0000 fff7 0000  0000 00  00 00 00 giveget");
        assertThat(kernel.object(0x91).orElseThrow().address()).isEqualTo(0x7b9c484cL);
        assertThat(kernel.object(0x91).orElseThrow().isPseudo()).isTrue();
        assertThat(kernel.ownerName(0x91)).isEqualTo("ptda 0003 c:pmshell.exe");
        assertThat(kernel.ownerName(0x193)).isEqualTo("mte c:pmshell.exe");
        assertThat(kernel.ownerName(0x10)).isEqualTo("priv 0003 c:pmshell.exe");
        assertThat(kernel.ownerName(0x9e)).isEqualTo("ptogdt dd5");
        assertThat(kernel.ownerName(0xe2)).isEqualTo("giveget");
        assertThat(kernel.ownerName(0xffc2)).isEqualTo("semstruc");
        assertThat(kernel.ownerName(0x1234)).isEmpty();
    }

    /** The drivers of the handbook's example, counted from the end of the list. */
    @Test
    void driversByTheirOrder() throws Exception {
        Os2Kernel kernel =
                kernel(
                        "hmte=031b pmte=%fe02af18 mflags=0428a1c9 e:\\ibmlan\\netprog\\netwksta.200",
                        "hmte=0164 pmte=%fe02cc40 mflags=0498b1c8 e:\\os2\\dll\\sysmono.fon",
                        "hmte=0306 pmte=%fe059f90 mflags=0428a1c9 e:\\netware\\nwifs.ifs",
                        "hmte=0160 pmte=%fe01ff4c mflags=0428a1c9 d:\\dataex2\\iwsfsd2.ifs",
                        "hmte=0117 pmte=%fdf5df60 mflags=0428a1c9 e:\\os2\\cdfs.ifs",
                        "hmte=00d2 pmte=%fdf53990 mflags=0428a1c9 e:\\os2\\hpfs.ifs");
        assertThat(List.of(0xff48, 0xff49, 0xff4a, 0xff4b, 0xff4c))
                .extracting(id -> kernel.driver(id).orElseThrow().text())
                .containsExactly(
                        "the first file system driver to initialise, hpfs.ifs",
                        "the second file system driver to initialise, cdfs.ifs",
                        "the third file system driver to initialise, iwsfsd2.ifs",
                        "the fourth file system driver to initialise, nwifs.ifs",
                        "the fifth file system driver to initialise, netwksta.200");
        assertThat(kernel.driver(0xff4d)).isEmpty();
        assertThat(kernel.driver(0xff50)).isEmpty();
        assertThat(kernel.driver(0xffc2)).isEmpty();
        assertThat(kernel.module(0x31b).orElseThrow().kind()).isEqualTo("file system driver");
    }

    /** K1, and the two threads of the sample. */
    @Test
    void whatThreadsWaitFor() throws Exception {
        Os2Kernel kernel =
                kernel(
                        "21a0  Code    Bas=fe070000 Lim=0000bd5b DPL=0 P  RE    A",
                        "hmte=031b pmte=%fe02af18 mflags=0428a1c9 e:\\ibmlan\\netprog\\netwksta.200",
                        " seg  sect psiz vsiz hob  sel  flags",
                        "0003  0028 bd5c bd5c 0000 21a0 8d60 code shr prel rel",
                        " Slot  Sta BlockID  Name     Type        Addr    Symbol",
                        " 0001  blk fffe000e one      RamSem    074b:06d6",
                        " 0002  blk ffca0002 two",
                        " 0003  blk fffd000b three    MuxWait",
                        " 0004  blk 04000df0 four     DosSem",
                        " 0005  blk fe750a10 five     Sem32     8001 0019",
                        " 0006  blk 21a0ade0 six",
                        " 0007  blk 00a80138 seven",
                        " 0008  blk fe04c8e8 eight");
        assertThat(kernel.threads().stream().map(thread -> wait(thread, kernel)))
                .containsExactly(
                        "RamSem: RAM semaphore 000e at 074b:06d6",
                        "ChildWait: the end of a child of process 2",
                        "MuxWait: one of several semaphores, mux table of slot b",
                        "DosSem: 0400:0df0, in the kernel's data: a request packet, a system"
                                + " semaphore or an internal one",
                        "Sem32: 32-bit semaphore, handle 80010019",
                        "Address: 21a0:ade0, segment 3 of netwksta.200",
                        "Buffer: file system buffer 00a8:0138",
                        "Address: linear address 0xfe04c8e8");
        assertThat(kernel.waiting(0xfe07ade0L, 0xfe07ade1L))
                .extracting(KernelThread::label)
                .containsExactly("slot 6 six");
        assertThat(kernel.waiting(0xfe04c8e8L, 0xfe04c8f0L))
                .extracting(KernelThread::label)
                .containsExactly("slot 8 eight");
    }

    @Test
    void threadsOfTheSample() throws Exception {
        Os2Kernel kernel =
                kernel(
                        " Slot  Pid  Ppid Csid Ord  Sta Pri  pTSD     pPTDA    pTCB     Disp SG Name",
                        " 0047# 000d 000a 000d 0004 blk 0200 7bd1f000 7bdfa188 7bde06b8      11 PMSHL32");
        assertThat(kernel.threads()).hasSize(1);
        KernelThread thread = kernel.threads().getFirst();
        assertThat(thread.pid()).isEqualTo(0xd);
        assertThat(thread.parentPid()).isEqualTo(0xa);
        assertThat(thread.ordinal()).isEqualTo(4);
        assertThat(thread.tcb()).isEqualTo(0x7bde06b8L);
        assertThat(BlockId.of(thread, kernel)).isEmpty();
    }

    private static String wait(KernelThread thread, Os2Kernel kernel) {
        Optional<BlockId> id = BlockId.of(thread, kernel);
        return id.orElseThrow().kind() + ": " + id.orElseThrow().text();
    }

    private static Os2Kernel kernel(String... lines) throws Exception {
        String[] all = Arrays.copyOf(lines, lines.length + 1);
        all[lines.length] = MEMORY;
        return Kernel.of(all).context().process().detail(Os2Kernel.class).orElseThrow();
    }
}
