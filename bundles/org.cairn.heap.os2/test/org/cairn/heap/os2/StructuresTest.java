package org.cairn.heap.os2;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.FieldValue;
import org.cairn.heap.HeapDecoder;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** The structures in blocks that the OS/2 Debugging Handbook prints. */
class StructuresTest {
    /** Slot 47: "private event, reset, posts 0, opens 1"; the create address is the slack. */
    @Test
    void aPrivateEvent() throws Exception {
        assertThat(structure(Kernel.RESIDENT, 0xfe04c8e4L, Display.SEMAPHORES))
                .containsExactly(
                        "structure=private event semaphore (PEVENT)",
                        "usFlags=0x10, private event, reset",
                        "pMuxQ=0x0",
                        "postCt=0",
                        "openCt=1");
    }

    /** As printed, with the rest of its signature and the header of a block behind it. */
    @Test
    void aPrivateEventOfAnAllStrictKernel() throws Exception {
        assertThat(
                        structure(
                                Kernel.RESIDENT,
                                0xfe86fa18L,
                                "%fe86fa0c  12d15b4c 54564553 ab97d220 ffc20018",
                                "%fe86fa1c  00000010 00000000 c4280001 455000a7",
                                "%fe86fa2c  00005456 ffc20018"))
                .containsExactly(
                        "structure=private event semaphore (PEVENT, ALLSTRICT)",
                        "usFlags=0x10, private event, reset",
                        "pMuxQ=0x0",
                        "postCt=0",
                        "openCt=1",
                        "creatAddr=00a7:c428",
                        "signature=\"PEVT\"");
    }

    /** B1, B6: a named event, and the two processes that opened it. */
    @Test
    void aSharedEvent() throws Exception {
        Display[] displays = {Display.SHARED_EVENT, Display.END_OF_HEAP, Display.SWAPPABLE_NAME};
        assertThat(structure(Kernel.RESIDENT, 0xfe0bf918L, displays))
                .containsExactly(
                        "structure=shared event semaphore (SEVENT)",
                        "usFlags=0x11, shared event, reset",
                        "pMuxQ=0x0",
                        "postCt=0",
                        "pOpenQ=0xfef1ef94",
                        "opened by=process 13, once; process 10, once",
                        "pszName=0xfcae5a28 \"WORKPLAC\\LAZYWRIT.SEM\"");
        assertThat(structure(Kernel.RESIDENT, 0xfef1ef90L, displays))
                .containsExactly(
                        "structure=process that opened a semaphore (OPENQ)",
                        "pid=13",
                        "openCt=1",
                        "pNext=0xfe0bf958");
        assertThat(structure(Kernel.RESIDENT, 0xfe0bf954L, displays))
                .containsExactly(
                        "structure=process that opened a semaphore (OPENQ)",
                        "pid=10",
                        "openCt=1",
                        "pNext=0x0");
        assertThat(structure(Kernel.RESIDENT, 0xfef1ef9cL, displays))
                .containsExactly(
                        "structure=shared mutex semaphore (SMUTEX)",
                        "usFlags=0x9, shared mutex",
                        "pMuxQ=0x0",
                        "requestCt=0",
                        "ownerSlot=0",
                        "requesters=0",
                        "pOpenQ=0xfef1ef58",
                        "pszName=0xfcb18478");
        assertThat(structure(Kernel.RESIDENT, 0xfef1efc0L, displays))
                .contains("usFlags=0x9, shared mutex", "pOpenQ=0xfef1efb8", "pszName=0xfcb18458")
                .contains("opened by=process 13, once");
        assertThat(structure(Kernel.SWAPPABLE, 0xfcae5a20L, displays))
                .containsExactly("name=\"WORKPLAC\\LAZYWRIT.SEM\"");
    }

    /** B3, slot 42: the last field is the block of the thread that waits. */
    @Test
    void anAnonymousEventOfALaterKernel() throws Exception {
        assertThat(
                        structure(
                                Kernel.RESIDENT,
                                0xfdf88418L,
                                "%fdf8840c  000101c1 00000000 fdf88406 ffc20018",
                                "%fdf8841c  00000011 00000000 fde305f8 00000000",
                                "%fdf8842c  abe2fe20 ffc20010"))
                .containsExactly(
                        "structure=shared event semaphore (SEVENT)",
                        "usFlags=0x11, shared event, reset",
                        "pMuxQ=0x0",
                        "postCt=0",
                        "pOpenQ=0xfde305f8",
                        "pszName=0x0",
                        "ptcb=0xabe2fe20");
    }

    /** B4. */
    @Test
    void aPrivateMutexOfAnAllStrictKernel() throws Exception {
        assertThat(structure(Kernel.RESIDENT, 0xfe6f3b34L, Display.DRIVER_END))
                .containsExactly(
                        "structure=private mutex semaphore (PMUTEX, ALLSTRICT)",
                        "usFlags=0x8, private mutex",
                        "pMuxQ=0x0",
                        "requestCt=0",
                        "ownerSlot=0",
                        "requesters=0",
                        "openCt=1",
                        "creatAddr=00a6:ab24",
                        "signature=\"PMTX\"");
        assertThat(structure(Kernel.RESIDENT, 0xfe6f3b50L, Display.DRIVER_END))
                .containsExactly(
                        "structure=node of the tree of open files (PTREENODE)",
                        "ptn_key=0x83",
                        "ptn_bit=0x1b",
                        "ptn_left=0xfe6f3b80",
                        "ptn_right=0xfe701da0",
                        "ptn_pMFT=0xfe8777b0");
        assertThat(structure(Kernel.RESIDENT, 0xfe6f3b64L, Display.DRIVER_END))
                .containsExactly(
                        "structure=module that a process loaded (DYNLOAD)",
                        "dl_next=0xfe6f3b74",
                        "dl_hmte=0x2e9",
                        "dl_count=1");
    }

    /** What .D SEM32 printed of a mutex that a thread owns, at the documented places. */
    @Test
    void aSharedMutexOfAnAllStrictKernel() throws Exception {
        assertThat(
                        structure(
                                Kernel.RESIDENT,
                                0xfe88ad88L,
                                "%fe88ad88  ffc20020 ab940009 0001fe88 00010055",
                                "%fe88ad98  fe5724c2 fd084368 00a7c428 58544d53",
                                "%fe88ada8  ffc20018 00000010"))
                .containsExactly(
                        "structure=shared mutex semaphore (SMUTEX, ALLSTRICT)",
                        "usFlags=0x9, shared mutex",
                        "pMuxQ=0xfe88ab94",
                        "requestCt=1",
                        "ownerSlot=0x55",
                        "requesters=1",
                        "pOpenQ=0xfe5724c2",
                        "pszName=0xfd084368",
                        "creatAddr=00a7:c428",
                        "signature=\"SMTX\"");
    }

    /** What .D SEM32 printed of a mux wait. */
    @Test
    void aSharedMuxWait() throws Exception {
        assertThat(
                        structure(
                                Kernel.RESIDENT,
                                0xfe88aba0L,
                                "%fe88aba0  ffc20024 00030001 fe88a8f4 1e940001",
                                "%fe88abb0  43c8fe57 0000fd08 00000000 00000000",
                                "%fe88abc0  00000000 ffc20018 00000010"))
                .containsExactly(
                        "structure=shared mux wait semaphore (SMUX)",
                        "usFlags=0x1, shared mux wait",
                        "cSemRec=3",
                        "pSemRec=0xfe88a8f4",
                        "waitCt=1",
                        "pOpenQ=0xfe571e94");
    }

    /** The segment of a driver begins with the header of its device. */
    @Test
    void aDeviceHeader() throws Exception {
        String descriptor = "0510  Data    Bas=fe6f3000 Lim=00000b2a DPL=0 P  RW    A";
        List<String> lines = new ArrayList<>(List.of(descriptor));
        lines.addAll(List.of(Display.lines(Display.DRIVER_BEGIN, Display.DRIVER_END)));
        assertThat(structure(Kernel.RESIDENT, 0xfe6f2ffcL, lines.toArray(String[]::new)))
                .containsExactly(
                        "structure=device header (DEV)",
                        "SDevNext=0500:0000",
                        "SDevAtt=0xc981",
                        "SDevStrat=0x0",
                        "SDevInt=0x2d29",
                        "SDevName=\"KBD$    \"",
                        "SDevProtCS=0x518",
                        "SDevProtDS=0x510",
                        "SDevRealCS=0x0",
                        "SDevRealDS=0x0");
    }

    /** H3: the dwords that the chapter prints; the end of the name and what follows are absent. */
    @Test
    void theBeginningOfADeviceHeader() throws Exception {
        assertThat(
                        structure(
                                Kernel.RESIDENT,
                                0xfe6f2ffcL,
                                "0510  Data    Bas=fe6f3000 Lim=00000b2a DPL=0 P  RW    A",
                                "%fe6f2ff0  ffa4000c feaeef28 0002036f 00000b39",
                                "%fe6f3000  05000000 0000c981 424b2d29 20202444",
                                "%fe6f3b24  ffff0000 0000ffff ff530510 ff77bd64"))
                .containsExactly(
                        "structure=device header (DEV)",
                        "SDevNext=0500:0000",
                        "SDevAtt=0xc981",
                        "SDevStrat=0x0",
                        "SDevInt=0x2d29",
                        "SDevName=\"KBD$  \", absent bytes: 2");
    }

    /** H7. */
    @Test
    void aKernelSemaphore() throws Exception {
        assertThat(structure(Kernel.RESIDENT, 0xfe83bdf0L, Display.KSEM))
                .containsExactly(
                        "structure=kernel semaphore, event (KSEM, ALLSTRICT)",
                        "ks_bsSig=\"KSEM\"",
                        "ks_flags=0x4 DISPLAYID",
                        "ks_type=0x0 event",
                        "ks_owner=0xa",
                        "ks_cPendingWriters=1");
    }

    /** H6: a segment of records, and an open file whose semaphore comes first. */
    @Test
    void recordsAndAnOpenFile() throws Exception {
        assertThat(structure(Kernel.RESIDENT, 0xfe7015c0L, Display.CDS_BEGIN, Display.CDS_END))
                .startsWith(
                        "structure=header of a segment of records (RMP)",
                        "rb_size=0x600",
                        "rb_free_size=0x49d",
                        "rb_1st_free=0x14",
                        "rb_last_free=0x1ae",
                        "rb_hkh=0x1 resident R/W");
        assertThat(structure(Kernel.RESIDENT, 0xfe701bccL, Display.CDS_BEGIN, Display.CDS_END))
                .startsWith(
                        "structure=kernel semaphore, shared (KSEM, ALLSTRICT)",
                        "ks_bsSig=\"KSEM\"",
                        "ks_flags=0x1 NOINTERRUPT",
                        "ks_type=0x2 share");
    }

    /** R1: the bytes that the handbook prints at 178:0, in a block that ends with them. */
    @Test
    void theRecordsOfNamedSharedMemory() throws Exception {
        assertThat(
                        structure(
                                Kernel.SWAPPABLE,
                                0xfe6ffff8L,
                                "%fe6ffff8  52000608 0178ff83",
                                "%fe700000  03a20600 025e025e 00000003 00000000",
                                "%fe700010  0000ff83 00000011 0001069b 5c534f44",
                                "%fe700020  42494443 88001300 04bd4701 444d5000",
                                "%fe700030  2e474152 004d454d 009f0008 00010188"))
                .containsExactly(
                        "structure=header of a segment of records (RMP)",
                        "rb_size=0x600",
                        "rb_free_size=0x3a2",
                        "rb_1st_free=0x25e",
                        "rb_last_free=0x25e",
                        "rb_hkh=0x3 swappable R/W",
                        "rb_flags=0x0",
                        "rb_hobowner=0xff83 mshrmp",
                        "rb_hobmte=0x0",
                        "record=busy, 0x11 bytes, \"......DOS\\CDIB\"",
                        "record=busy, 0x13 bytes, \"..G...PMDRAG.MEM\"",
                        "record=busy, 0x8 bytes, \".....\"");
    }

    /** The records of a mux wait, and the queue behind them. */
    @Test
    void aMuxQueue() throws Exception {
        assertThat(structure(Kernel.RESIDENT, 0xfe88a914L, Display.MUX_RECORDS))
                .containsExactly(
                        "structure=mux wait semaphore that waits for a semaphore (MUXQ, ALLSTRICT)",
                        "pMux=0xfe88aba4",
                        "pNext=0x0",
                        "signature=\"MUXQ\"");
        assertThat(structure(Kernel.RESIDENT, 0xfe88a928L, Display.MUX_RECORDS))
                .containsExactly(
                        "structure=routine of an exit list (EXENT)",
                        "ex_next=0xfe88a958",
                        "ex_addr=0xdd2f4580",
                        "ex_class=0x1a2",
                        "ex_type=0x0 16:16");
    }

    /** The chain of the processes that opened a semaphore may lead back to itself. */
    @Test
    void aChainWithoutAnEnd() throws Exception {
        assertThat(
                        structure(
                                Kernel.RESIDENT,
                                0xfe0bf918L,
                                "%fe0bf90c  ffbf000c 00010008 fe0bf910 ffc20014",
                                "%fe0bf91c  00000011 00000000 fe0bf910 00000000",
                                "%fe0bf92c  ffbf000c 00010006 fe08f24c ffbf000c"))
                .contains("opened by=process 8, once");
    }

    private static List<String> structure(HeapDecoder decoder, long block, Display... displays)
            throws Exception {
        return structure(decoder, block, Display.lines(displays));
    }

    private static List<String> structure(HeapDecoder decoder, long block, String... lines)
            throws Exception {
        Kernel kernel = Kernel.of(lines);
        List<FieldValue> fields =
                decoder.describe(kernel.roots(decoder).getFirst(), block, kernel.context());
        return fields.stream()
                .dropWhile(field -> !List.of("structure", "name").contains(field.name()))
                .map(field -> field.name() + "=" + field.value())
                .toList();
    }
}
