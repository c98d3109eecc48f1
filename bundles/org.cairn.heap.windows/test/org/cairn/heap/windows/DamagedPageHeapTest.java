package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.Anomaly;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.system.ProcessImage;
import org.cairn.testkit.PageHeapBlock;
import org.cairn.testkit.PageHeapWriter.Kind;
import org.cairn.testkit.SyntheticMemory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One thing in a page heap is wrong: it is reported once, and the other blocks are found. */
final class DamagedPageHeapTest {
    private static PageWork work(Kind kind) {
        return new PageWork(
                switch (kind) {
                    case XP_X86 -> "winxp-sp3-x86";
                    case XP_X64 -> "win2003-sp2-x64";
                    case VISTA_X86 -> "win10-22h2-19045-x86";
                    case VISTA_X64 -> "win10-22h2-19045-x64";
                },
                kind);
    }

    private static Recorder expect(PageWork work, String rule, long address, Long... lost) {
        Recorder found = work.decode();
        assertThat(found.anomalies()).extracting(Anomaly::rule).containsExactly(rule);
        assertThat(found.anomalies().getFirst().address()).isEqualTo(address);
        assertOthersFound(found, work, lost);
        return found;
    }

    private static void assertOthersFound(Recorder found, PageWork work, Long... lost) {
        List<PageHeapBlock> missing = new ArrayList<>();
        for (PageHeapBlock block : work.heap().blocks()) {
            boolean there =
                    Optional.ofNullable(found.blocks().get(block.address()))
                            .filter(actual -> actual.userAddress() == block.userAddress())
                            .filter(actual -> actual.userSize() == block.userSize())
                            .filter(actual -> actual.state() == block.state())
                            .isPresent();
            if (!there && !List.of(lost).contains(block.userAddress())) {
                missing.add(block);
            }
        }
        assertThat(missing).isEmpty();
    }

    private static byte[] word(long value, int bytes) {
        byte[] word = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            word[i] = (byte) (value >>> i * Byte.SIZE);
        }
        return word;
    }

    /** The signature of the root, in a process that lists the heap and in one that lists none. */
    @ParameterizedTest
    @EnumSource
    void noHeapSignature(Kind kind) {
        PageWork work = work(kind);
        long at = work.heap().address() + SyntheticMemory.PAGE;
        work.work().process().corrupt(at, (byte) 0x11, (byte) 0x22);
        expect(work, "page.heap", at);
        ProcessImage image = work.work().process().image();
        ProcessImage unlisted =
                new ProcessImage(
                        image.id(),
                        image.name(),
                        image.architecture(),
                        image.space(),
                        image.modules(),
                        image.threads(),
                        image.regions(),
                        List.of());
        DecodeContext context =
                work.work().context(unlisted, work.work().types().id().build(), Optional.empty());
        assertThat(new PageHeapDecoder().locate(context))
                .extracting(HeapRoot::address)
                .containsExactly(work.heap().address());
    }

    /** Neither signature nor ranges: nothing says that a page heap is there. */
    @ParameterizedTest
    @EnumSource
    void noHeapSignatureAndNoRanges(Kind kind) {
        PageWork work = work(kind);
        long at = work.heap().address() + SyntheticMemory.PAGE;
        work.work().process().corrupt(at, (byte) 0x11, (byte) 0x22);
        work.work().process().corrupt(work.heap().root("ranges"), word(0, kind.pointer()));
        assertThat(new PageHeapDecoder().locate(work.work().context())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void overrunOfOneByte(Kind kind) {
        PageWork work = work(kind);
        PageHeapBlock block =
                work.heap().busy().stream().filter(b -> b.userSize() % 16 == 5).findFirst().get();
        long end = block.userAddress() + block.userSize();
        work.work().process().corrupt(end + 1, (byte) 0x41);
        Recorder found = expect(work, "page.suffix-fill", end + 1);
        assertThat(found.anomalies().getFirst().summary()).contains("1 bytes behind its end");
        assertThat(found.anomalies().getFirst().actual()).isEqualTo("0x41");
    }

    @ParameterizedTest
    @EnumSource
    void underrunIntoTheEndStamp(Kind kind) {
        PageWork work = work(kind);
        work.work().process().corrupt(work.busy(7) - 1, (byte) 0);
        Recorder found = expect(work, "page.header", work.busy(7) - Integer.BYTES);
        assertThat(found.anomalies().getFirst().expected()).isEqualTo("0xdcbabbbb");
    }

    @ParameterizedTest
    @EnumSource
    void brokenStartStamp(Kind kind) {
        PageWork work = work(kind);
        long header = work.busy(7) - work.heap().information();
        work.work().process().corrupt(header, (byte) 0);
        expect(work, "page.header", header);
    }

    @ParameterizedTest
    @EnumSource
    void otherHeapInTheHeader(Kind kind) {
        PageWork work = work(kind);
        long field = work.busy(7) - work.heap().information() + kind.pointer();
        work.work().process().corrupt(field, word(0x1000, kind.pointer()));
        expect(work, "page.header", field);
    }

    @ParameterizedTest
    @EnumSource
    void otherSizeInTheHeader(Kind kind) {
        PageWork work = work(kind);
        long field = work.busy(7) - work.heap().information() + 2L * kind.pointer();
        work.work().process().corrupt(field, word(3, kind.pointer()));
        expect(work, "page.header", field);
    }

    @ParameterizedTest
    @EnumSource
    void busyBlockWithTheStampsOfAFreedOne(Kind kind) {
        PageWork work = work(kind);
        long header = work.busy(7) - work.heap().information();
        work.work().process().corrupt(header, word(0xabcd_bbbaL, Integer.BYTES));
        work.work().process().corrupt(work.busy(7) - 4, word(0xdcba_bbbaL, Integer.BYTES));
        Recorder found = expect(work, "page.state", header);
        assertThat(found.anomalies().getFirst().summary()).contains("stamped as freed");
    }

    @ParameterizedTest
    @EnumSource
    void useAfterFree(Kind kind) {
        PageWork work = work(kind);
        work.work().process().corrupt(work.freed(2) + 1, (byte) 0x55);
        Recorder found = expect(work, "page.freed-fill", work.freed(2) + 1);
        assertThat(found.anomalies().getFirst().expected()).isEqualTo("0xf0");
        assertThat(found.anomalies().getFirst().summary())
                .contains("; freed by ntdll.dll+0x1234 < ");
    }

    @ParameterizedTest
    @EnumSource
    void nodeWithoutPages(Kind kind) {
        PageWork work = work(kind);
        long node = work.heap().node(work.busy(7));
        work.work().process().corrupt(node + kind.blockSize(), word(0x123, kind.pointer()));
        expect(work, "page.node", node, work.busy(7));
    }

    @ParameterizedTest
    @EnumSource
    void listOfFreedNodesThatGoesRound(Kind kind) {
        PageWork work = work(kind);
        long node = work.heap().node(work.freed(0));
        work.work().process().corrupt(node, word(node, kind.pointer()));
        expect(work, "page.list", node);
    }

    @ParameterizedTest
    @EnumSource
    void listThatLeadsNowhere(Kind kind) {
        PageWork work = work(kind);
        long head = work.heap().root("free");
        work.work().process().corrupt(head, word(0x4141_4141L, kind.pointer()));
        expect(work, "page.list", head);
    }

    @ParameterizedTest
    @EnumSource
    void anotherNumberOfBusyNodes(Kind kind) {
        PageWork work = work(kind);
        long count = work.heap().root("busyCount");
        work.work().process().corrupt(count, word(9, Integer.BYTES));
        Recorder found = expect(work, "page.count", count);
        assertThat(found.anomalies().getFirst().expected()).isEqualTo("9");
        assertThat(found.anomalies().getFirst().actual())
                .isEqualTo(Integer.toString(work.heap().busy().size()));
    }

    /** Half of the tree is cut off; its nodes are found in the memory that nodes come from. */
    @ParameterizedTest
    @EnumSource(names = {"VISTA_X86", "VISTA_X64"})
    void treeWithABrokenLink(Kind kind) {
        PageWork work = work(kind);
        List<PageHeapBlock> busy = work.heap().busy();
        long top = work.heap().node(busy.get(busy.size() / 2).userAddress());
        work.work().process().corrupt(top + kind.pointer(), word(0x4141_4141L, kind.pointer()));
        expect(work, "page.tree", top + kind.pointer());
    }

    /** Links of zero: nothing leads astray, but nodes are missing that the root counts. */
    @ParameterizedTest
    @EnumSource(names = {"VISTA_X86", "VISTA_X64"})
    void treeWithoutARoot(Kind kind) {
        PageWork work = work(kind);
        long link = work.heap().root("busy") + 2L * kind.pointer();
        work.work().process().corrupt(link, word(0, kind.pointer()));
        expect(work, "page.tree", link);
    }

    @ParameterizedTest
    @EnumSource(names = {"VISTA_X86", "VISTA_X64"})
    void treeWithALinkOfZero(Kind kind) {
        PageWork work = work(kind);
        List<PageHeapBlock> busy = work.heap().busy();
        long top = work.heap().node(busy.get(busy.size() / 2).userAddress());
        work.work().process().corrupt(top + kind.pointer(), word(0, kind.pointer()));
        expect(work, "page.tree", top + kind.pointer());
    }

    @ParameterizedTest
    @EnumSource
    void listOfFreedNodesThatEndsEarly(Kind kind) {
        PageWork work = work(kind);
        long node = work.heap().node(work.freed(4));
        work.work().process().corrupt(node, word(0, kind.pointer()));
        expect(work, "page.list", node);
    }

    @ParameterizedTest
    @EnumSource(names = {"VISTA_X86", "VISTA_X64"})
    void treeWithAWrongParent(Kind kind) {
        PageWork work = work(kind);
        long node = work.heap().node(work.busy(7));
        work.work().process().corrupt(node, word(node, kind.pointer()));
        expect(work, "page.tree", node);
    }

    @ParameterizedTest
    @EnumSource(names = {"VISTA_X86", "VISTA_X64"})
    void availableNodeThatDoesNotLeadBack(Kind kind) {
        PageWork work = work(kind);
        long head = work.heap().root("available");
        work.work().process().corrupt(head + kind.pointer(), word(head, kind.pointer()));
        Recorder found = work.decode();
        assertThat(found.rules()).containsExactly("page.list");
        assertOthersFound(found, work);
    }

    @ParameterizedTest
    @EnumSource(names = {"XP_X86", "XP_X64"})
    void busyListOfXpThatIsCut(Kind kind) {
        PageWork work = work(kind);
        long node = work.heap().node(work.busy(7));
        work.work().process().corrupt(node, word(0x4141_4140L, kind.pointer()));
        expect(work, "page.list", node);
    }

    @ParameterizedTest
    @EnumSource
    void rangeThatIsNotThere(Kind kind) {
        PageWork work = work(kind);
        long head = work.heap().root("ranges");
        work.work().process().corrupt(head, word(0x4141_4141L, kind.pointer()));
        Recorder found = work.decode();
        assertThat(found.rules()).containsExactly("page.list");
        assertThat(found.anomalies().getFirst().address()).isEqualTo(head);
        assertOthersFound(
                found,
                work,
                work.heap().address(),
                work.heap().address() + 5 * SyntheticMemory.PAGE);
    }

    /** The range made last is first in the list. */
    @ParameterizedTest
    @EnumSource
    void rangeWithoutWholePages(Kind kind) {
        PageWork work = work(kind);
        long node = pointerAt(work, work.heap().root("ranges"), kind);
        work.work().process().corrupt(node + kind.blockSize(), word(0x123, kind.pointer()));
        expect(work, "page.range", node);
    }

    private static long pointerAt(PageWork work, long at, Kind kind) {
        var cursor = work.work().process().space().cursor();
        assertThat(cursor.seek(at, kind.pointer())).isTrue();
        return cursor.pointer(0, kind.pointer());
    }

    /** A page of nodes is not in the dump: the busy blocks of the other pages are found. */
    @ParameterizedTest
    @EnumSource
    void nodesThatAreNotInTheDump(Kind kind) {
        PageWork work = work(kind);
        long node = work.heap().node(work.busy(work.heap().busy().size() - 1));
        long page = node & -SyntheticMemory.PAGE;
        work.work().process().omit(page, SyntheticMemory.PAGE);
        Recorder found = work.decode();
        assertThat(found.rules()).containsExactly("page.absent");
        long lost =
                work.heap().busy().stream()
                        .filter(block -> !found.blocks().containsKey(block.address()))
                        .mapToLong(block -> work.heap().node(block.userAddress()))
                        .filter(other -> other + 0x80 <= page || other >= page + 0x1000)
                        .count();
        assertThat(lost).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void overrunOfALightBlock(Kind kind) {
        PageWork work = work(kind);
        long block = work.normal().allocate(work.heap().lightSize(100));
        work.normal().allocate(0x20);
        work.heap().light(block, 100, 0, false);
        long end = block + work.heap().information() + 100;
        work.work().process().corrupt(end, (byte) 0);
        Recorder found = work.decodeNormal();
        assertThat(found.rules()).containsExactly("page.suffix-fill");
        assertThat(found.anomalies().getFirst().address()).isEqualTo(end);
    }

    @ParameterizedTest
    @EnumSource
    void useOfALightBlockAfterItWasFreed(Kind kind) {
        PageWork work = work(kind);
        long first = work.normal().allocate(work.heap().lightSize(8));
        work.heap().light(first, 8, 0, false);
        long block = work.normal().allocate(work.heap().lightSize(100));
        work.heap().light(block, 100, 0, true);
        long data = block + work.heap().information();
        work.work().process().corrupt(data + 10, (byte) 0);
        Recorder found = work.decodeNormal();
        assertThat(found.rules()).containsExactly("page.freed-fill");
        assertThat(found.anomalies().getFirst().address()).isEqualTo(data + 10);
    }

    @ParameterizedTest
    @EnumSource
    void brokenStampOfALightBlock(Kind kind) {
        PageWork work = work(kind);
        long first = work.normal().allocate(work.heap().lightSize(8));
        work.heap().light(first, 8, 0, false);
        long block = work.normal().allocate(work.heap().lightSize(100));
        work.heap().light(block, 100, 0, false);
        work.work().process().corrupt(block, (byte) 0);
        Recorder found = work.decodeNormal();
        assertThat(found.rules()).containsExactly("page.header");
        assertThat(found.anomalies().getFirst().address()).isEqualTo(block);
    }
}
