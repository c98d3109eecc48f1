package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.BlockSink;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.testkit.ExpectedBlock;
import org.cairn.testkit.ExpectedBlock.Kind;
import org.cairn.testkit.HeapOptions;
import org.cairn.testkit.NtHeapWriter;
import org.cairn.testkit.NtHeapWriter.Range;
import org.cairn.types.ShippedTypes;
import org.cairn.types.TypeTable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

/** Healthy heaps of all builds with a table, written by the testkit. */
final class NtHeapDecoderTest {
    private static final int OPERATIONS = 2000;

    private final NtHeapDecoder decoder = new NtHeapDecoder();

    static Stream<String> tables() {
        return new ShippedTypes()
                .tables().stream()
                        .filter(id -> id.family().equals("windows"))
                        .map(TypeTable.Id::name)
                        .filter(name -> !name.startsWith("ntdll"));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void findsEveryBlock(String table) {
        Workload work = new Workload(table);
        List<NtHeapWriter> heaps =
                List.of(
                        work.busyHeap(OPERATIONS),
                        work.busyHeap(OPERATIONS),
                        work.heap(HeapOptions.GROWABLE.fixed()));
        DecodeContext context = work.context();
        List<HeapRoot> roots = decoder.locate(context);
        assertThat(roots).extracting(HeapRoot::status).containsOnly(Status.PRESENT);
        assertThat(roots)
                .extracting(HeapRoot::address)
                .containsExactlyElementsOf(heaps.stream().map(NtHeapWriter::address).toList());
        assertThat(heaps.getFirst().segments()).hasSizeGreaterThan(1);
        for (int i = 0; i < heaps.size(); i++) {
            assertThat(roots.get(i).origin())
                    .contains("layout of build " + work.types().id().build() + " confirmed");
            Recorder found = new Recorder();
            decoder.decode(roots.get(i), context, found);
            compare(found, heaps.get(i));
        }
    }

    /** Addresses are unsigned: heaps at both ends of the upper half. */
    @ParameterizedTest
    @CsvSource({"winxp-sp3-x86, fe000000", "win10-1903-18362-x64, ffff800012340000"})
    void findsBlocksAtHighAddresses(String table, String where) {
        Workload work = new Workload(table);
        NtHeapWriter heap =
                work.process()
                        .heap(
                                Long.parseUnsignedLong(where, 16),
                                HeapOptions.GROWABLE.withReserve(0x1_0000));
        for (int i = 0; i < 3000; i++) {
            long user = heap.allocate(0x20 + i % 50);
            if (i % 5 == 3) {
                heap.free(user);
            }
        }
        heap.allocate(0x10_0000);
        assertThat(heap.segments()).hasSizeGreaterThan(1);
        DecodeContext context = work.context();
        Recorder found = new Recorder();
        decoder.decode(decoder.locate(context).getFirst(), context, found);
        compare(found, heap);
    }

    static void compare(Recorder found, NtHeapWriter heap) {
        assertThat(found.anomalies()).isEmpty();
        assertThat(found.gaps()).isEmpty();
        assertThat(found.segments())
                .filteredOn(stretch -> stretch.label().equals("segment"))
                .extracting(stretch -> new Range(stretch.start(), stretch.size()))
                .containsExactlyElementsOf(heap.segments());
        assertThat(found.uncommitted())
                .extracting(stretch -> new Range(stretch.start(), stretch.size()))
                .containsExactlyInAnyOrderElementsOf(heap.uncommitted());
        assertThat(found.blocks().values())
                .containsExactlyElementsOf(
                        heap.blocks().stream().map(NtHeapDecoderTest::expected).toList());
        SegmentSums.assertWhole(found);
    }

    static Recorder.Block expected(ExpectedBlock block) {
        return new Recorder.Block(
                block.address(),
                block.size(),
                block.userAddress(),
                block.userSize(),
                block.state(),
                label(block.kind()),
                block.kind() == Kind.LOOKASIDE ? BlockSink.CACHED : 0);
    }

    private static String label(Kind kind) {
        return switch (kind) {
            case BUSY, FREE -> "back end";
            case VIRTUAL -> "virtual";
            case LOOKASIDE -> "lookaside";
            case HEAP, SEGMENT -> "segment header";
            case GUARD -> "last entry";
            case TABLE -> "internal";
            case LFH_BUSY, LFH_FREE -> "LFH";
            case LFH_CONTAINER -> "LFH container";
            case LFH_PADDING -> "LFH padding";
        };
    }
}
