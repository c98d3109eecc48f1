package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockSink;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.testkit.ExpectedBlock;
import org.cairn.testkit.HeapOptions;
import org.cairn.testkit.NtHeapWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** Pages of a heap are not in the dump. */
final class PartialHeapTest {
    private static final long PAGE = 0x1000;

    private final NtHeapDecoder decoder = new NtHeapDecoder();

    /** A heap of several segments full of short blocks, some of them freed. */
    private static NtHeapWriter filled(Workload work) {
        NtHeapWriter heap = work.heap(HeapOptions.GROWABLE.withReserve(0x1_0000));
        for (int i = 0; i < 2000; i++) {
            long user = heap.allocate(0x20 + i % 7 * 0x10);
            if (i % 9 == 4) {
                heap.free(user);
            }
        }
        return heap;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"winxp-sp3-x86", "win2003-sp2-x64", "win7-sp1-x86", "win10-22h2-19045-x64"})
    void goesOnBehindAbsentPages(String table) {
        Workload work = new Workload(table);
        NtHeapWriter heap = filled(work);
        long absent = heap.segments().get(1).start() + 4 * PAGE;
        work.process().omit(absent, 2 * PAGE);
        DecodeContext context = work.context();
        Recorder found = new Recorder();
        decoder.decode(decoder.locate(context).getFirst(), context, found);
        assertThat(found.errors()).isEmpty();
        Anomaly anomaly = DamageSample.only(found, "nt.absent", absent);
        assertThat(anomaly.summary())
                .startsWith("0x2000 bytes of segment ")
                .endsWith(" are absent: the entries in them are not known");
        assertThat(anomaly.severity()).isEqualTo(Severity.INFO);
        assertThat(found.gaps()).hasSize(1);
        Recorder.Stretch gap = found.gaps().getFirst();
        assertThat(gap.label()).isEqualTo("not captured");
        assertThat(gap.start()).isBetween(absent, absent + 2 * PAGE);
        assertThat(gap.end()).isBetween(absent + 2 * PAGE, absent + 3 * PAGE);
        List<Long> known =
                heap.blocks().stream()
                        .map(ExpectedBlock::address)
                        .filter(address -> address < gap.start() || address >= gap.end())
                        .toList();
        assertThat(found.blocks().keySet()).containsExactlyElementsOf(known);
        assertThat(found.at(gap.end()).has(BlockSink.FOUND_STRONG)).isTrue();
        assertThat(found.blocks().lowerEntry(gap.start()).getValue())
                .matches(block -> block.end() == absent || block.has(BlockSink.DATA_ABSENT));
    }

    /** A page with a segment's header, to which lists lead and which entries begin in, is one. */
    @ParameterizedTest
    @ValueSource(
            strings = {"winxp-sp3-x86", "win2003-sp2-x64", "win7-sp1-x86", "win10-22h2-19045-x64"})
    void tellsAnAbsentPageOnce(String table) {
        Workload work = new Workload(table);
        NtHeapWriter heap = filled(work);
        long absent = heap.segments().get(1).start();
        work.process().omit(absent, PAGE);
        DecodeContext context = work.context();
        Recorder found = new Recorder();
        decoder.decode(decoder.locate(context).getFirst(), context, found);
        assertThat(DamageSample.only(found, "nt.absent", absent).summary())
                .startsWith("header of segment ");
    }

    /** Two runs of pages are told one by one. */
    @ParameterizedTest
    @ValueSource(strings = {"winxp-sp3-x86", "win10-22h2-19045-x64"})
    void tellsEachRunOfAbsentPages(String table) {
        Workload work = new Workload(table);
        NtHeapWriter heap = filled(work);
        long first = heap.segments().get(1).start() + 2 * PAGE;
        work.process().omit(first, PAGE);
        work.process().omit(first + 4 * PAGE, 2 * PAGE);
        DecodeContext context = work.context();
        Recorder found = new Recorder();
        decoder.decode(decoder.locate(context).getFirst(), context, found);
        assertThat(found.anomalies())
                .filteredOn(anomaly -> anomaly.rule().equals("nt.absent"))
                .extracting(Anomaly::address)
                .containsExactly(first, first + 4 * PAGE);
    }

    /** The same page, but the dump has zeros in place of it. */
    @ParameterizedTest
    @ValueSource(strings = {"winxp-sp3-x86", "win10-22h2-19045-x64"})
    void goesOnBehindZeroedPages(String table) {
        Workload work = new Workload(table);
        NtHeapWriter heap = filled(work);
        long zeroed = heap.segments().get(1).start() + 4 * PAGE;
        work.process().corrupt(zeroed, new byte[(int) PAGE]);
        DecodeContext context = work.context();
        Recorder found = new Recorder();
        decoder.decode(decoder.locate(context).getFirst(), context, found);
        assertThat(found.rules()).contains("nt.zeroed");
        assertThat(found.blocks().keySet())
                .containsAll(
                        heap.blocks().stream()
                                .map(ExpectedBlock::address)
                                .filter(at -> at < zeroed || at >= zeroed + 2 * PAGE)
                                .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"winxp-sp3-x86", "win10-22h2-19045-x64"})
    void findsTheBlocksOfASegmentWithoutHeader(String table) {
        Workload work = new Workload(table);
        NtHeapWriter heap = filled(work);
        NtHeapWriter.Range segment = heap.segments().get(1);
        work.process().omit(segment.start(), PAGE);
        DecodeContext context = work.context();
        Recorder found = new Recorder();
        decoder.decode(decoder.locate(context).getFirst(), context, found);
        assertThat(found.errors()).isEmpty();
        assertThat(found.anomalies())
                .extracting(Anomaly::summary)
                .anyMatch(text -> text.contains("header of segment"));
        long resumed = found.gaps().getFirst().end();
        assertThat(resumed).isBetween(segment.start() + PAGE, segment.start() + 3 * PAGE);
        assertThat(found.blocks().keySet())
                .containsAll(
                        heap.blocks().stream()
                                .map(ExpectedBlock::address)
                                .filter(
                                        at ->
                                                at >= resumed
                                                        && at < segment.start() + segment.size())
                                .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"winxp-sp3-x86", "win10-22h2-19045-x64"})
    void saysThatAHeapIsAbsent(String table) {
        Workload work = new Workload(table);
        NtHeapWriter heap = filled(work);
        work.process().omit(heap.address(), PAGE);
        List<HeapRoot> roots = decoder.locate(work.context());
        assertThat(roots).extracting(HeapRoot::status).containsExactly(Status.ABSENT);
        assertThat(roots.getFirst().note()).isEqualTo("header of the heap is absent: not captured");
        assertThat(roots.getFirst().origin()).contains("lists it");
    }
}
