package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.testkit.NtHeapWriter.Range;
import org.cairn.testkit.SegmentHeapBlock;
import org.cairn.types.SymbolSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** Healthy segment heaps of all layouts, written by the testkit. */
final class SegmentHeapDecoderTest {
    private static final int OPERATIONS = 6000;

    private final SegmentHeapDecoder decoder = new SegmentHeapDecoder();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ntdll-win10-1607-x64",
                "ntdll-win10-1703-x64",
                "ntdll-win10-1709-x64",
                "ntdll-win10-1803-x64",
                "win10-1809-17763.5933-x64",
                "win10-1903-18362-x86",
                "win10-1903-18362-x64",
                "win10-2004-19041-x86",
                "win10-22h2-19045-x86",
                "win10-22h2-19045-x64",
                "win2022-20348.2529-x64",
                "win11-21h2-22000.2538-x64",
                "win11-22h2-22621-x64",
                "win11-23h2-22631-x64"
            })
    void findsEveryBlock(String table) {
        SegmentWork work = new SegmentWork(table).busy(OPERATIONS);
        boolean early = table.startsWith("ntdll");
        if (!early) {
            work.delayed(9);
        }
        work.heap().trim();
        work.busy(OPERATIONS / 20);
        work.heap().free(work.heap().allocate(0x8_1000));
        assertThat(work.context().types().symbols()).isSameAs(SymbolSource.NONE);
        HeapRoot root = decoder.locate(work.context()).getFirst();
        assertThat(root.status()).isEqualTo(Status.PRESENT);
        assertThat(root.kind()).isEqualTo("segment heap");
        assertThat(root.name()).isEqualTo("process heap");
        assertThat(root.note()).isEmpty();
        assertThat(root.origin()).contains("layout of build " + work.types().id().build());
        compare(work.decode(), work);
        assertEveryPart(work, early);
    }

    /**
     * Busy and free blocks of every allocator; page segments of both contexts, of which 1607 has
     * one; subsegments of the front end in pages and in chunks; chunks whose free waits.
     */
    private static void assertEveryPart(SegmentWork work, boolean early) {
        List<SegmentHeapBlock> blocks = work.heap().blocks();
        assertThat(blocks)
                .extracting(block -> block.state() + " " + block.kind())
                .contains(
                        "BUSY back end",
                        "FREE back end",
                        "BUSY VS",
                        "FREE VS",
                        "BUSY LFH",
                        "FREE LFH",
                        "BUSY large",
                        "METADATA VS subsegment",
                        "METADATA LFH subsegment");
        assertThat(blocks)
                .filteredOn(block -> block.kind().equals("LFH subsegment"))
                .extracting(block -> work.heap().range(block.address()) == block.address())
                .contains(true, false);
        assertThat(blocks)
                .filteredOn(block -> block.kind().equals("VS") && block.flags() == BlockSink.CACHED)
                .hasSize(early ? 0 : 9);
        assertThat(work.heap().segments())
                .extracting(Range::size)
                .contains(0x10_0000L)
                .anyMatch(size -> size == 0x100_0000 == !work.hasOneContext());
        assertThat(work.heap().uncommitted()).hasSizeGreaterThan(3);
    }

    /** Nobody says what is committed: the descriptors do. */
    @ParameterizedTest
    @ValueSource(strings = {"win10-22h2-19045-x64", "win11-22h2-22621-x64"})
    void knowsUncommittedPagesFromDescriptors(String table) {
        SegmentWork work = new SegmentWork(table).busy(OPERATIONS);
        work.heap().trim();
        compare(work.decode(work.withoutRegions()), work);
    }

    /** 11 24H2, of which no table is there: the next older one fits but for two constants. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void decodes24H2(boolean encodedTrees) {
        SegmentWork work =
                new SegmentWork("win11-23h2-22631-x64", true, encodedTrees, 3).busy(OPERATIONS);
        HeapRoot root = decoder.locate(work.context(work.process().image(), 26100)).getFirst();
        assertThat(root.origin()).contains("no table of claimed build 26100");
        compare(work.decode(work.context(work.process().image(), 26100)), work);
    }

    @Test
    void decodesEncodedTrees() {
        SegmentWork work = new SegmentWork("win10-22h2-19045-x64", false, true, 4).busy(OPERATIONS);
        compare(work.decode(), work);
    }

    /** A heap with too little in it to find the secrets is read with those of another one. */
    @Test
    void takesSecretsFromOtherHeapsOfTheProcess() {
        SegmentWork work = new SegmentWork("win10-22h2-19045-x64").busy(OPERATIONS);
        work.another().allocate(0x100);
        var context = work.context();
        List<HeapRoot> roots = decoder.locate(context);
        assertThat(roots).hasSize(2);
        Recorder found = new Recorder();
        decoder.decode(roots.get(1), context, found);
        assertThat(found.anomalies()).isEmpty();
        assertThat(found.blocks("VS"))
                .filteredOn(block -> block.state() == BlockState.BUSY)
                .extracting(Recorder.Block::userSize)
                .containsExactly(0x100L);
    }

    static void compare(Recorder found, SegmentWork work) {
        assertThat(found.anomalies()).isEmpty();
        assertThat(found.gaps()).isEmpty();
        assertThat(found.segments())
                .extracting(stretch -> new Range(stretch.start(), stretch.size()))
                .containsExactlyInAnyOrderElementsOf(work.heap().reserved());
        assertThat(found.uncommitted())
                .extracting(stretch -> new Range(stretch.start(), stretch.size()))
                .containsExactlyInAnyOrderElementsOf(work.heap().uncommitted());
        assertThat(found.blocks().values())
                .containsExactlyElementsOf(
                        work.heap().blocks().stream()
                                .map(SegmentHeapDecoderTest::expected)
                                .toList());
    }

    private static Recorder.Block expected(SegmentHeapBlock block) {
        return new Recorder.Block(
                block.address(),
                block.size(),
                block.userAddress(),
                block.userSize(),
                block.state(),
                block.kind(),
                block.flags());
    }
}
