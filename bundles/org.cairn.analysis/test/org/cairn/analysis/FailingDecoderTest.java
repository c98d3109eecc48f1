package org.cairn.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.analysis.MadeUpFormat.Behaviour;
import org.cairn.analysis.MadeUpFormat.Decoder;
import org.cairn.heap.BlockState;
import org.cairn.heap.HeapDecoder;
import org.cairn.memory.Progress;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What a third party does wrong becomes an anomaly or a remark that names it. */
class FailingDecoderTest extends MadeUpAnalysis {
    @Test
    void aThirdPartyMayFail() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Behaviour throwing =
                (sink, heap) -> {
                    MadeUpFormat.wellBehaved(sink, heap);
                    throw new IllegalStateException("my bug");
                };
        Behaviour silent =
                (sink, heap) -> {
                    try {
                        never.await();
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    }
                };
        Behaviour circling =
                (sink, heap) -> {
                    while (true) {
                        MadeUpFormat.wellBehaved(sink, heap);
                    }
                };
        Behaviour overlapping =
                (sink, heap) -> {
                    MadeUpFormat.wellBehaved(sink, heap);
                    sink.block(heap, 0x10, heap, 0x10, BlockState.BUSY, sink.kind("cell"), 0, 0);
                };
        List<HeapDecoder> decoders =
                List.of(new Decoder("test.bad", List.of(throwing, silent, circling, overlapping)));
        try (Analysis analysis = open(decoders)) {
            assertThat(
                            csv(
                                    analysis.sql(
                                            "select status, busy_count from heaps order by heap",
                                            Long.MAX_VALUE,
                                            Progress.NONE)))
                    .isEqualTo("status,busy_count\npartial,8\npartial,0\npartial,8\npartial,8\n");
            assertThat(
                            csv(analysis.sql(
                                            "select rule, a.address, summary from anomaly a order by a.address",
                                            Long.MAX_VALUE,
                                            Progress.NONE))
                                    .lines())
                    .hasSize(5)
                    .anyMatch(
                            line ->
                                    line.startsWith("decoder.failed,0xffff800000000000,")
                                            && line.contains("test.bad")
                                            && line.contains("my bug"))
                    .anyMatch(line -> line.startsWith("decoder.stalled,0xffff800000010000,"))
                    .anyMatch(line -> line.startsWith("decoder.contract,0xffff800000020000,"))
                    .anyMatch(line -> line.startsWith("decoder.overlap,0xffff800000030000,"));
        }
    }

    @Test
    void oneBadDecoderDoesNotHarmAnother() throws Exception {
        HeapDecoder good = new Decoder("test.good", List.of(MadeUpFormat::wellBehaved));
        Contributions parts = MadeUpFormat.contributions(List.of(good));
        List<Contribution<HeapDecoder>> decoders = new ArrayList<>(parts.heapDecoders());
        decoders.add(
                0,
                MadeUpFormat.contribution(
                        "test.broken",
                        () -> {
                            throw new NoClassDefFoundError("gone");
                        }));
        Contributions all =
                new Contributions(
                        parts.dumpReaders(),
                        parts.systems(),
                        decoders,
                        parts.ownerResolvers(),
                        parts.remarks());
        try (Analysis analysis =
                new AnalysisService(all, cache).open(dump, OPTIONS, Progress.NONE)) {
            analysis.store(Progress.NONE);
            assertThat(csv(analysis.remarks(Progress.NONE)))
                    .contains("decoder test.broken of test.bundle failed");
            assertThat(csv(analysis.blocks(BlockFilter.ALL, 100, Progress.NONE)).lines())
                    .hasSize(17);
        }
    }
}
