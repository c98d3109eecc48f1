package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import org.cairn.heap.Anomaly;
import org.cairn.heap.DecodeContext;
import org.cairn.memory.Addresses;
import org.cairn.system.ProcessImage;
import org.cairn.testkit.ExpectedBlock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Segments of which it is not known how far they reach: they end where something else begins. */
final class UnknownSegmentTest {
    private static final String ALL = "org.cairn.heap.windows.DamageSample#all";
    private static final String OLD = "org.cairn.heap.windows.DamageSample#old";
    private static final long PAGE = 0x1000;

    /** The process in a dump that does not describe regions. */
    private static Recorder decodeWithoutRegions(DamageSample sample) {
        ProcessImage image = sample.work().process().image();
        ProcessImage bare =
                new ProcessImage(
                        image.id(),
                        image.name(),
                        image.architecture(),
                        image.space(),
                        image.modules(),
                        image.threads(),
                        List.of(),
                        image.heapLists());
        int build = sample.work().types().id().build();
        DecodeContext context = sample.work().context(bare, build, Optional.empty());
        return sample.decode(new NtHeapDecoder().locate(context).getFirst(), context);
    }

    private static void assertApart(Recorder found) {
        List<Recorder.Stretch> sorted =
                found.segments().stream()
                        .sorted(Comparator.comparing(Recorder.Stretch::start))
                        .toList();
        for (int i = 1; i < sorted.size(); i++) {
            assertThat(sorted.get(i - 1).end()).isLessThanOrEqualTo(sorted.get(i).start());
        }
    }

    /** The header's page of the second segment is absent; a virtual block and a segment follow. */
    @ParameterizedTest
    @MethodSource(ALL)
    void endsWhereAVirtualBlockBegins(String table) {
        DamageSample sample = new DamageSample(table);
        while (sample.heap().segments().size() == 2) {
            sample.heap().allocate(0x200);
        }
        long segment = sample.segment(1);
        sample.work().process().omit(segment, PAGE);
        Recorder found = decodeWithoutRegions(sample);
        assertApart(found);
        assertThat(found.segments()).hasSize(4);
        assertThat(found.rules()).containsOnly("nt.absent");
        ExpectedBlock block = sample.virtual();
        assertThat(found.at(block.address()).userSize()).isEqualTo(block.userSize());
        List<Long> known =
                sample.heap().blocks().stream()
                        .map(ExpectedBlock::address)
                        .filter(at -> at < segment || at >= segment + 2 * PAGE)
                        .toList();
        assertThat(found.blocks().keySet()).containsAll(known);
    }

    /** XP, 2003: an element of the array leads into a page. */
    @ParameterizedTest
    @MethodSource(OLD)
    void doesNotBeginInsideOfAPage(String table) {
        DamageSample sample = new DamageSample(table);
        long slot = sample.head("Segments") + 2L * sample.pointer();
        long wrong = sample.virtual().address() - 8;
        sample.corrupt(slot, sample.pointer(), wrong);
        Recorder found = decodeWithoutRegions(sample);
        assertThat(found.anomalies())
                .extracting(Anomaly::rule, Anomaly::address, Anomaly::actual)
                .containsExactly(tuple("nt.segment", slot, Addresses.hex(wrong)));
        sample.assertOthersFound(found);
    }
}
