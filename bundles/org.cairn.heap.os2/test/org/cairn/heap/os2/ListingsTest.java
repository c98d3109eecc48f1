package org.cairn.heap.os2;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.system.Listing;
import org.cairn.system.Listings;
import org.cairn.system.ProcessImage;
import org.cairn.system.os2.ArenaRecord;
import org.cairn.system.os2.BlockId;
import org.cairn.system.os2.KernelThread;
import org.cairn.system.os2.Os2Kernel;
import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** M1: memory of a library, when the listing of objects has no text. */
    @Test
    void anObjectOfALibrary() throws Exception {
        Os2Kernel kernel =
                kernel(
                        "hmte=00e5 pmte=%fe722dec mflags=0498b1c8 c:doscall1.dll",
                        " hob   har hobnxt flgs own  hmte  sown,cnt lt st xf",
                        " 00e6  008f 0000  0838 00e5 00e5  0000 00  00 00 00");
        assertThat(kernel.ownerName(0xe6)).isEqualTo("shared c:doscall1.dll");
    }

    /** S3, the sentinels of the three arenas: where these end at most. */
    @ParameterizedTest
    @ValueSource(strings = {"4000 04000000", "ffc0 fffc0000", "fff0 1fff0000"})
    void theLimitOfAnArena(String shown) throws Exception {
        String[] words = shown.split(" ");
        Listings lists =
                lists(
                        "*har     par      cpg        va    flg next prev link hash hob   hal",
                        " 0436 %%feb24cae 00000000 %%00010000 003 050a 0526 0005 0000 %s 0000 max=%%%s"
                                .formatted(words[0], words[1]));
        @Nullable Object[] row = lists.list("arena").rows().getFirst();
        assertThat(row[8]).isNull();
        assertThat(row[11]).isEqualTo("max=%" + words[1]);
    }

    /** The name of a heap is the same in a session that was passed on in capitals. */
    @Test
    void theNameOfAnObjectInCapitals() throws Exception {
        Os2Kernel kernel =
                kernel(
                        " HOB  HAR HOBNXT FLGS OWN  HMTE  SOWN,CNT LT ST XF",
                        "0003 0003  FF08  0000 FFEC 0000  0000  00 06 00 00 VMKRHRW");
        assertThat(kernel.ownerName(3)).isEqualTo("vmkrhrw");
    }

    /** S3: a sentinel has no memory; the arena record of a process has. */
    @Test
    void arenasOfAProcess() throws Exception {
        Os2Kernel kernel =
                kernel(
                        "*har     par      cpg        va    flg next prev link hash hob   hal",
                        " 0436 %feb24cae 00000000 %00010000 003 050a 0526 0005 0000 4000 0000"
                                + " max=%04000000",
                        " 052b %feb261bc 00000020 %00340000 169 0526 0529 0000 0000 060b 0000"
                                + " hptda=050c");
        assertThat(kernel.arenas()).hasSize(2);
        assertThat(kernel.arenasAt(0x10000)).isEmpty();
        assertThat(kernel.arenasAt(0x35f_fffL)).hasSize(1);
        ArenaRecord arena = kernel.arenasAt(0x340000).getFirst();
        assertThat(arena.handle()).isEqualTo(0x52b);
        assertThat(arena.context()).isEqualTo(0x50c);
        assertThat(arena.object()).isEqualTo(0x60b);
    }

    /** S7: from a page of physical memory to its owner. */
    @Test
    void theOwnerOfAFrame() throws Exception {
        Listings lists =
                lists(
                        "ffe1b6c0 InUse: pVP=ff408576 RefCnt=0001 Flg=1 ll=00 sl=00 Blk=00272"
                                + " Frame=00090",
                        "VPI=03bf pVP=ff408576 Swp Frame=0090 Flg=030 HobPg=0011 Hob=0282 Ref=001",
                        "*har     par      cpg        va    flg next prev link hash hob   hal",
                        " 0263 %fef2247e 00000060 %a8650000 121 0262 0264 0000 0000 0282 0000 =0000",
                        " hob   har hobnxt flgs own  hmte  sown,cnt lt st xf",
                        " 0282  0263 0000  0000 ffd4 0000  0000 00  00 00 00 vddheap");
        Listing frames = lists.list("frame");
        assertThat(frames.rows()).hasSize(1);
        assertThat(frames.rows().getFirst())
                .containsExactly(
                        0x90L,
                        0xffe1b6c0L,
                        0x90000L,
                        "in use",
                        0xff408576L,
                        1L,
                        "FAST",
                        1L,
                        0L,
                        0L,
                        null,
                        null,
                        0x272L,
                        0x282L,
                        0xa8661000L,
                        "vddheap");
        assertThat(lists.at(0xa8661123L))
                .extracting(Listing::name)
                .containsExactly("arena", "object", "page", "frame");
        assertThat(lists.list("page").rows().getFirst()).contains(0x3bfL, "PF, DF", 0x11L);
    }

    /** ".MC", ".ML": a process that shares memory, aliases; free records are left out. */
    @Test
    void contextsAndAliases() throws Exception {
        Listings lists =
                lists(
                        "hco=00001 pco=ffe4b020 hconext=00000 hptda=00ae f=1d pid=0002 c:pmshell.exe",
                        "hco=00317 pco=ffe4bf8e pconext=ffe4bf93",
                        "hal=0006 pal=%ffe61048  har=01b8  hptda=009f  pgoff=00000  f=021",
                        "hal=000a pal=%ffe61068  har=0208  cs=0056 ds=d446 cref=001 f=13",
                        "hal=0011 pal=%ffe610a0  palnext=ffe610a8      pgoff=00000  f=000");
        assertThat(lists.list("context").rows()).hasSize(1);
        assertThat(lists.list("context").rows().getFirst())
                .startsWith(1L, 0xffe4b020L, 0L, 0xaeL, 0x1dL, "CREATOR, U, X, R");
        assertThat(lists.list("alias").rows()).hasSize(2);
        assertThat(lists.list("alias").rows().getFirst())
                .startsWith(
                        6L,
                        0xffe61048L,
                        0x1b8L,
                        0x9fL,
                        0L,
                        null,
                        null,
                        null,
                        0x21L,
                        "BUSY, DEVHLP");
        assertThat(lists.list("alias").rows().getLast())
                .startsWith(
                        0xaL,
                        0xffe61068L,
                        0x208L,
                        null,
                        null,
                        0x56L,
                        0xd446L,
                        1L,
                        0x13L,
                        "BUSY, CSALIAS, CSDSVALID");
    }

    /** S1, S5: the anchor segment, when a session shows it. */
    @Test
    void theAnchorOfASession() throws Exception {
        Listings lists =
                lists(
                        "0070  Data    Bas=fff04000 Lim=000003ff DPL=0 P  RO    A",
                        "##dw 70:0",
                        "0070:00000000  4153 2053 0016 0168 001e 0020 002c 005c",
                        "0070:00000010  006e 0074 0080 0008 0000 0018 0108 0000",
                        "0070:00000020  0000 0000 0000 0000 0000 0000 3304 fff1",
                        "0070:00000030  331c fff1 330c fff1 a891 fff0 7934 fff0",
                        "0070:00000040  1a70 fff1 11ec fff1 3bac fff0 0090 fff1",
                        "0070:00000050  0080 fff1 1b78 fff1 2e04 fff1 0030 0910",
                        "0070:00000060  fff1 6bb6 fff0 fb5e ffdf fb62 ffdf 0000",
                        "0070:00000070  0000 0000 0fa4 fe70 00c0 07f8 0828 00a8",
                        "0070:00000080  0428 0000 03c8 ffff ffff 0843 0000 0000");
        assertThat(lists.list("sas").rows())
                .extracting(row -> row[1] + "=" + Long.toHexString(number(row[4])))
                .contains(
                        "SAS_vm_arena=fff13304",
                        "SAS_vm_pft=fff11a70",
                        "SAS_vm_prt=fff111ec",
                        "SAS_vm_swap=fff03bac",
                        "SAS_vm_idle_head=fff10090",
                        "SAS_vm_free_head=fff10080",
                        "SAS_vm_heap_info=fff11b78",
                        "SAS_task_threadptrs=fff06bb6",
                        "SAS_task_tasknumber=ffdffb5e",
                        "SAS_file_MFT=fe700fa4",
                        "SAS_file_CDS=828");
    }

    /** S1: a few words of it tell of their section; the others are absent. */
    @Test
    void aPartOfTheAnchor() throws Exception {
        Listings lists =
                lists(
                        "0070  Data    Bas=fff04000 Lim=000003ff DPL=0 P  RO    A",
                        "##dw 70:74",
                        "0070:00000074  0fa4 fe70 00c0 07f8 0828 00a8 0428 0000",
                        "0070:00000084  03c8 ffff ffff");
        assertThat(anchor(lists))
                .containsExactly(
                        "SAS null fff04000 null absent",
                        "SAS_tables null fff04016 null absent",
                        "SAS_config null fff0401e null absent",
                        "SAS_dd null fff04020 null absent",
                        "SAS_vm null fff0402c null absent",
                        "SAS_task null fff0405c null absent",
                        "SAS_RAS null fff0406e null absent",
                        "SAS_file SAS_file_MFT fff04074 fe700fa4 null",
                        "SAS_file SAS_file_SFT fff04078 c0 null",
                        "SAS_file SAS_file_VPB fff0407a 7f8 null",
                        "SAS_file SAS_file_CDS fff0407c 828 null",
                        "SAS_file SAS_file_buffers fff0407e a8 null",
                        "SAS_info SAS_info_global fff04080 428 null",
                        "SAS_info SAS_info_local fff04082 3c80000 03c8:0000",
                        "SAS_info SAS_info_localRM fff04086 ffffffff ffff:ffff",
                        "SAS_info SAS_info_CDIB fff0408a null absent");
    }

    /** Its selector is the same in all kernels, so its base need not be shown. */
    @Test
    void theAnchorWithoutItsDescriptor() throws Exception {
        Listings lists =
                lists(
                        "##dw 70:0",
                        "0070:00000000  4153 2053 0016 0168 001e 0020 002c 005c",
                        "0070:00000010  006e 0074 0080 0000",
                        "##dw 70:74",
                        "0070:00000074  0fa4 fe70 00c0 07f8",
                        "               0828 00a8 0428 0000");
        assertThat(anchor(lists))
                .contains(
                        "SAS SAS_flat_sel null 168 null",
                        "SAS_tables SAS_tbl_GDT null 0 null",
                        "SAS_tables SAS_tbl_LDT null null absent",
                        "SAS_vm null null null absent",
                        "SAS_file SAS_file_MFT null fe700fa4 null",
                        "SAS_file SAS_file_buffers null a8 null",
                        "SAS_info SAS_info_global null 428 null");
    }

    /** Other bytes at that selector are not taken for it, nor is that of a 16-bit kernel. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "4153 2053 0016 001c 001e 0020 002c 005c",
                "4153 2054 0016 0168 001e 0020 002c 005c"
            })
    void noAnchorOfA32BitKernel(String words) throws Exception {
        assertThat(anchor(lists("##dw 70:0", "0070:00000000  " + words))).isEmpty();
    }

    private static List<String> anchor(Listings lists) {
        return lists.list("sas").rows().stream()
                .map(
                        row ->
                                "%s %s %s %s %s"
                                        .formatted(
                                                row[0], row[1], hex(row[2]), hex(row[4]), row[5]))
                .toList();
    }

    private static @Nullable String hex(@Nullable Object value) {
        return value == null ? null : Long.toHexString((Long) value);
    }

    private static long number(@Nullable Object value) {
        return value instanceof Long known ? known : -1;
    }

    /** A thread waits in the data of a process, one for the lock of an object. */
    @Test
    void placesWhereThreadsWait() throws Exception {
        Listings lists =
                lists(
                        "*har     par      cpg        va    flg next prev link hash hob   hal",
                        " 0007 %fef1f0a4 00000100 %7bdf0000 001 0002 0020 0000 0000 0089 0000 =0000",
                        " 0001 %fef1f020 00000100 %fec80000 001 0002 0020 0000 0000 0001 0000 =0000",
                        " hob   har hobnxt flgs own  hmte  sown,cnt lt st xf",
                        " 0089  0007 0000  0000 ffcb 0000  0000 00  00 00 00 ptda",
                        " 0001  0001 fec8  0000 fff1 0000  0000 00  00 00 00 vmob",
                        " Slot  Sta BlockID  Name     Type        Addr    Symbol",
                        " 0001  blk 7bdfc910 one",
                        " 0002  blk fec80044 two");
        assertThat(lists.list("blocked").rows())
                .extracting(row -> row[4] + ": " + row[5])
                .containsExactly(
                        "Address: linear address 0x7bdfc910, in ptda",
                        "PageLock: the lock of object 0x3, in vmob");
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
        return process(lines).detail(Os2Kernel.class).orElseThrow();
    }

    private static Listings lists(String... lines) throws Exception {
        return process(lines).detail(Listings.class).orElseThrow();
    }

    private static ProcessImage process(String... lines) throws Exception {
        String[] all = Arrays.copyOf(lines, lines.length + 1);
        all[lines.length] = MEMORY;
        return Kernel.of(all).context().process();
    }
}
