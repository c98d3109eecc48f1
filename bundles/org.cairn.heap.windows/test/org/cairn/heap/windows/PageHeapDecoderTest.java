package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import org.assertj.core.groups.Tuple;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.Confidence;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.FieldValue;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.memory.Addresses;
import org.cairn.testkit.PageHeapBlock;
import org.cairn.testkit.PageHeapWriter;
import org.cairn.testkit.PageHeapWriter.Kind;
import org.cairn.types.SymbolSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Optional;

/** Healthy page heaps, written by the testkit. */
final class PageHeapDecoderTest {

    private final PageHeapDecoder decoder = new PageHeapDecoder();

    @ParameterizedTest
    @CsvSource({
        "winxp-sp3-x86, XP_X86",
        "win2003-sp2-x86, XP_X86",
        "win2003-sp1-x64, XP_X64",
        "win2003-sp2-x64, XP_X64",
        "win7-sp1-x86, VISTA_X86",
        "win10-22h2-19045-x86, VISTA_X86",
        "win7-sp1-x64, VISTA_X64",
        "win10-22h2-19045-x64, VISTA_X64"
    })
    void findsEveryBlock(String table, Kind kind) {
        PageWork work = new PageWork(table, kind);
        DecodeContext context = work.work().context();
        assertThat(context.types().symbols()).isSameAs(SymbolSource.NONE);
        List<HeapRoot> roots = decoder.locate(context);
        assertThat(roots).hasSize(1);
        HeapRoot root = roots.getFirst();
        assertThat(root.address()).isEqualTo(work.heap().address());
        assertThat(root.status()).isEqualTo(Status.PRESENT);
        assertThat(root.name()).isEqualTo("process heap");
        assertThat(root.note()).contains(Addresses.hex(work.normal().address()));
        assertThat(new NtHeapDecoder().locate(context))
                .extracting(HeapRoot::address)
                .containsExactly(work.normal().address());
        Recorder found = work.decode();
        compare(found, work.heap());
        long reserved = found.segments().stream().mapToLong(Recorder.Stretch::size).sum();
        long covered = found.blocks().values().stream().mapToLong(Recorder.Block::size).sum();
        assertThat(covered).isEqualTo(reserved);
    }

    static void compare(Recorder found, PageHeapWriter heap) {
        assertThat(found.anomalies()).isEmpty();
        assertThat(found.gaps()).isEmpty();
        assertThat(found.blocks().values())
                .extracting(
                        Recorder.Block::address,
                        Recorder.Block::size,
                        Recorder.Block::userAddress,
                        Recorder.Block::userSize,
                        Recorder.Block::state,
                        block -> !block.has(BlockSink.DATA_ABSENT))
                .containsExactlyElementsOf(
                        heap.blocks().stream().map(PageHeapDecoderTest::expected).toList());
    }

    private static Tuple expected(PageHeapBlock block) {
        return tuple(
                block.address(),
                block.size(),
                block.userAddress(),
                block.userSize(),
                block.state(),
                block.present());
    }

    @ParameterizedTest
    @CsvSource({
        "winxp-sp3-x86, XP_X86",
        "win2003-sp2-x64, XP_X64",
        "win10-22h2-19045-x64, VISTA_X64"
    })
    void namesTheFirstCallerOutsideOfTheHeap(String table, Kind kind) {
        PageWork work = new PageWork(table, kind);
        Recorder found = work.decode();
        assertThat(found.blocks(BlockState.BUSY))
                .allSatisfy(block -> assertThat(found.owner(block.userAddress())).isPresent());
        var owner = found.owner(work.busy(0)).orElseThrow();
        assertThat(owner.kind()).isEqualTo("stack trace");
        assertThat(owner.key()).isEqualTo(Addresses.hex(work.stacks().address(2)));
        assertThat(owner.label()).isEqualTo("shop.exe+0x333");
        assertThat(owner.confidence()).isEqualTo(Confidence.CERTAIN);
        assertThat(owner.evidence())
                .isEqualTo("ntdll.dll+0x1234 < ntdll.dll+0x2000 < shop.exe+0x333");
        assertThat(found.owner(work.busy(1)).orElseThrow().label()).isEqualTo("shop.exe+0x111");
    }

    @ParameterizedTest
    @CsvSource({
        "winxp-sp3-x86, XP_X86",
        "win2003-sp2-x64, XP_X64",
        "win10-22h2-19045-x64, VISTA_X64"
    })
    void showsTheNodeAndTheHeader(String table, Kind kind) {
        PageWork work = new PageWork(table, kind);
        DecodeContext context = work.work().context();
        PageHeapBlock block = work.heap().busy().get(3);
        List<FieldValue> fields =
                decoder.describe(decoder.locate(context).getFirst(), block.address(), context);
        assertThat(fields)
                .extracting(FieldValue::name, FieldValue::value)
                .contains(
                        tuple("pUserAllocation", Addresses.hex(block.userAddress())),
                        tuple("StartStamp", "0xabcdbbbb"),
                        tuple("EndStamp", "0xdcbabbbb"));
    }

    /** Once a block is freed its stack is that of the free, hence no owner. */
    @ParameterizedTest
    @CsvSource({
        "winxp-sp3-x86, XP_X86",
        "win2003-sp2-x64, XP_X64",
        "win10-22h2-19045-x64, VISTA_X64"
    })
    void stackOfAFreedBlockIsThatOfTheFree(String table, Kind kind) {
        PageWork work = new PageWork(table, kind);
        Recorder found = work.decode();
        long user = work.freed(2);
        assertThat(found.owner(user)).isEmpty();
        DecodeContext context = work.work().context();
        HeapRoot root = decoder.locate(context).getFirst();
        PageHeapBlock freed =
                work.heap().blocks().stream()
                        .filter(block -> block.userAddress() == user)
                        .findFirst()
                        .orElseThrow();
        assertThat(stackTrace(root, freed.address(), context))
                .isNotEmpty()
                .allMatch(value -> value.contains(" (freed by ntdll.dll+0x1234 < "));
        PageHeapBlock busy = work.heap().busy().get(3);
        assertThat(stackTrace(root, busy.address(), context))
                .isNotEmpty()
                .allMatch(value -> value.contains(" (allocated by ntdll.dll+0x1234 < "));
    }

    private List<String> stackTrace(HeapRoot root, long block, DecodeContext context) {
        return decoder.describe(root, block, context).stream()
                .filter(field -> field.name().equals("StackTrace"))
                .map(FieldValue::value)
                .toList();
    }

    /** What is inferred of a layout is said of the heap that is read by it. */
    @ParameterizedTest
    @CsvSource({
        "winxp-sp3-x86, XP_X86, the order of its nodes' fields is inferred",
        "win2003-sp2-x64, XP_X64, the layout of its structures is inferred",
        "win7-sp1-x64, VISTA_X64, blocks without pages"
    })
    void saysWhatIsInferred(String table, Kind kind, String note) {
        PageWork work = new PageWork(table, kind);
        assertThat(decoder.locate(work.work().context()).getFirst().note()).startsWith(note);
    }

    /** Each layout is told from the other of its architecture where no build is known. */
    @ParameterizedTest
    @CsvSource({
        "win2003-sp2-x86, XP_X86, dph-xp-x86",
        "win2003-sp2-x64, XP_X64, dph-xp-x64",
        "win7-sp1-x86, VISTA_X86, ntdll-win7-sp1-x86",
        "win7-sp1-x64, VISTA_X64, ntdll-win10-1607-x64"
    })
    void tellsLayoutsApartWithoutABuild(String table, Kind kind, String layout) {
        PageWork work = new PageWork(table, kind);
        DecodeContext context =
                work.work().context(work.work().process().image(), 0, Optional.empty());
        assertThat(decoder.locate(context).getFirst().layout()).isEqualTo(layout);
    }

    /** The header of light page heap is no data of the caller. */
    @ParameterizedTest
    @CsvSource({
        "winxp-sp3-x86, XP_X86",
        "win2003-sp2-x64, XP_X64",
        "win10-22h2-19045-x86, VISTA_X86",
        "win10-22h2-19045-x64, VISTA_X64"
    })
    void readsLightBlocksOfTheNormalHeap(String table, Kind kind) {
        PageWork work = new PageWork(table, kind);
        long plain = work.normal().allocate(0x40);
        long busy = work.normal().allocate(work.heap().lightSize(100));
        long freed = work.normal().allocate(work.heap().lightSize(50));
        work.heap().light(busy, 100, work.stacks().address(1), false);
        work.heap().light(freed, 50, 0, true);
        Recorder found = work.decodeNormal();
        assertThat(found.anomalies()).isEmpty();
        int information = work.heap().information();
        int unit = work.work().unit();
        Recorder.Block block = found.at(busy - unit);
        assertThat(block.userAddress()).isEqualTo(busy + information);
        assertThat(block.userSize()).isEqualTo(100);
        assertThat(block.kind()).isEqualTo("light page heap");
        assertThat(found.owner(busy + information).orElseThrow().label())
                .isEqualTo("shop.exe+0x111");
        Recorder.Block held = found.at(freed - unit);
        assertThat(held.userSize()).isEqualTo(50);
        assertThat(held.state()).isEqualTo(BlockState.FREE);
        assertThat(held.has(BlockSink.CACHED)).isTrue();
        assertThat(found.at(plain - unit).userSize()).isEqualTo(0x40);
    }
}
