package org.cairn.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.analysis.MadeUpFormat.Decoder;
import org.cairn.analysis.Overview.Coverage;
import org.cairn.analysis.Overview.HeapAnomaly;
import org.cairn.analysis.Overview.HeapSum;
import org.cairn.analysis.Overview.OwnerKind;
import org.cairn.analysis.Overview.OwnerShare;
import org.cairn.analysis.Overview.SizeClass;
import org.cairn.analysis.Overview.Sum;
import org.cairn.dump.DumpFormatException;
import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockKind;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.Confidence;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.heap.Owner;
import org.cairn.heap.OwnerTotal;
import org.cairn.memory.Absence;
import org.cairn.memory.Progress;
import org.cairn.store.BlockColumns;
import org.cairn.store.BlockLoad;
import org.cairn.store.DumpDescription;
import org.cairn.store.Store;
import org.cairn.store.StoreException;
import org.cairn.store.StoreSettings;
import org.cairn.store.StoreWriter;
import org.cairn.store.TableQuery;
import org.cairn.store.TableView;
import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverviewTest {
    private static final Sum NONE = new Sum(0, 0);

    private final Analysis analysis;
    private final Store store;
    private final Overview all;
    private final Overview first;

    OverviewTest(@TempDir Path folder) throws IOException, DumpFormatException {
        Path dump = Files.write(folder.resolve("some.dump"), new byte[0x1000]);
        Decoder decoder =
                new Decoder(
                        "test.decoder",
                        List.of(
                                OverviewTest::blocks,
                                MadeUpFormat::wellBehaved,
                                (sink, heap) -> {
                                    throw new IllegalStateException("my bug");
                                }));
        analysis =
                new AnalysisService(MadeUpFormat.contributions(List.of(decoder)), folder)
                        .open(dump, AnalysisOptions.defaults(), Progress.NONE);
        store = analysis.store(Progress.NONE);
        all = new Overview(store, OptionalInt.empty());
        first = new Overview(store, OptionalInt.of(1));
    }

    private static void blocks(BlockSink sink, long heap) {
        int module = sink.owner(owner("module", "a.dll"));
        int tag = sink.owner(owner("pool tag", "Thre"));
        int kind = sink.kind("cell");
        sink.segment(heap, 0x8000, "segment");
        add(sink, heap, 0x10, BlockState.METADATA, kind, 0);
        add(sink, heap + 0x10, 0x20, BlockState.BUSY, kind, module);
        add(sink, heap + 0x30, 0x3f, BlockState.BUSY, kind, module);
        add(sink, heap + 0x70, 0x40, BlockState.BUSY, kind, tag);
        add(sink, heap + 0xb0, 0x3f, BlockState.FREE, kind, 0);
        add(sink, heap + 0x100, 0x200, BlockState.BUSY, kind, 0);
        sink.uncommitted(heap + 0x4000, 0x3000);
        sink.gap(heap + 0x7000, 0x1000, Absence.NOT_CAPTURED);
        sink.anomaly(anomaly(heap, Severity.ERROR));
        sink.anomaly(anomaly(heap + 0x10, Severity.ERROR));
        sink.anomaly(anomaly(heap + 0x30, Severity.INFO));
        sink.total(sink.owner(owner("pool tag", "Gone")), new OwnerTotal(7, 7, 0, 0));
        sink.total(tag, new OwnerTotal(9, 7, 2, 0x50));
        sink.total(BlockSink.NO_OWNER, new OwnerTotal(1, 0, 1, 1));
        sink.note("seen on the way");
        sink.note("and later");
    }

    private static Owner owner(String kind, String label) {
        return new Owner(kind, label, label, "what " + label + " is", Confidence.STRONG, "header");
    }

    private static void add(
            BlockSink sink, long address, long size, BlockState state, int kind, int owner) {
        sink.block(address, size, address, size, state, kind, owner, 0);
    }

    private static Anomaly anomaly(long address, Severity severity) {
        return new Anomaly("test.rule", address, severity, Confidence.STRONG, "x", "", "", "");
    }

    @AfterAll
    void close() {
        analysis.close();
    }

    @Test
    void sizesAreCountedByPowersOfTwo() throws StoreException {
        assertThat(first.sizes(Progress.NONE))
                .containsExactly(
                        new SizeClass(32, 63, new Sum(2, 0x5f), new Sum(1, 0x3f)),
                        new SizeClass(64, 127, new Sum(1, 0x40), NONE),
                        new SizeClass(128, 255, NONE, NONE),
                        new SizeClass(256, 511, NONE, NONE),
                        new SizeClass(512, 1023, new Sum(1, 0x200), NONE));
        assertThat(all.sizes(Progress.NONE))
                .hasSize(5)
                .contains(new SizeClass(256, 511, new Sum(8, 0x800), new Sum(8, 0x800)));
        assertThat(new Overview(store, OptionalInt.of(3)).sizes(Progress.NONE)).isEmpty();
    }

    @Test
    void sumsStopWhereTheyDoNotFit(@TempDir Path folder) throws Exception {
        StoreSettings settings = StoreSettings.usual().withTemporaryFolder(folder);
        try (StoreWriter writer = StoreWriter.createTemporary(settings);
                BlockLoad load = writer.load(1)) {
            BlockColumns batch = load.take();
            int kind = writer.kind(new BlockKind("damaged"));
            for (long size : new long[] {Long.MAX_VALUE, 1L << 62, 0, 1}) {
                batch.add(0, size, 0, 0, BlockState.FREE, kind, 1, 1, 0, 0);
                batch.add(0, size, 0, 0, BlockState.FREE, kind, 1, 1, 0, 0);
            }
            load.put(batch);
            load.finish();
            DumpDescription what = new DumpDescription("x", "x", "", 0, "", "virtual", "1");
            try (Store damaged = writer.complete(what)) {
                List<SizeClass> sizes =
                        new Overview(damaged, OptionalInt.empty()).sizes(Progress.NONE);
                assertThat(sizes).hasSize(64);
                assertThat(sizes.get(0)).isEqualTo(new SizeClass(0, 0, NONE, new Sum(2, 0)));
                assertThat(sizes.get(1)).isEqualTo(new SizeClass(1, 1, NONE, new Sum(2, 2)));
                assertThat(sizes.get(62)).isEqualTo(new SizeClass(1L << 61, -1L >>> 2, NONE, NONE));
                assertThat(sizes.get(63))
                        .isEqualTo(
                                new SizeClass(
                                        1L << 62,
                                        Long.MAX_VALUE,
                                        NONE,
                                        new Sum(4, Long.MAX_VALUE)));
            }
        }
    }

    @Test
    void ownersAreSummedUp() throws StoreException {
        assertThat(first.ownerKinds(Progress.NONE))
                .containsExactly(
                        new OwnerKind("", 0, new Sum(1, 0x200)),
                        new OwnerKind("module", 1, new Sum(2, 0x5f)),
                        new OwnerKind("pool tag", 1, new Sum(1, 0x40)));
        assertThat(all.ownerKinds(Progress.NONE))
                .first()
                .isEqualTo(new OwnerKind("test", 1, new Sum(8, 0x800)));
        double whole = 0x200 + 0x5f + 0x40;
        List<OwnerShare> top = first.topOwners(Optional.empty(), 2, Progress.NONE);
        OwnerShare module =
                new OwnerShare(
                        top.get(1).id(),
                        "a.dll",
                        "module",
                        new Sum(2, 0x5f),
                        0x5f / whole,
                        "strong",
                        "what a.dll is");
        assertThat(top)
                .containsExactly(
                        new OwnerShare(0, "", "", new Sum(1, 0x200), 0x200 / whole, "", ""),
                        module);
        assertThat(module.id()).isPositive();
        assertThat(first.topOwners(Optional.of("module"), 9, Progress.NONE))
                .containsExactly(module);
        assertThat(all.topOwners(Optional.empty(), 9, Progress.NONE))
                .extracting(OwnerShare::owner)
                .containsExactly("somebody", "", "a.dll", "Thre");
        assertThat(all.topOwners(Optional.of("module"), 9, Progress.NONE))
                .extracting(OwnerShare::share)
                .containsExactly(0x5f / (whole + 0x800));
    }

    @Test
    void heapsAreSummedUp() throws StoreException {
        Sum half = new Sum(8, 0x800);
        assertThat(all.heaps(Progress.NONE))
                .containsExactly(
                        new HeapSum(
                                store.heaps().get(0),
                                new Sum(4, 0x200 + 0x5f + 0x40),
                                new Sum(1, 0x3f),
                                0x8000,
                                3),
                        new HeapSum(store.heaps().get(1), half, half, MadeUpFormat.SIZE, 0),
                        new HeapSum(store.heaps().get(2), NONE, NONE, 0, 1));
        assertThat(first.heaps(Progress.NONE)).extracting(HeapSum::anomalies).containsExactly(3L);
    }

    @Test
    void theWorstAnomaliesComeFirst() throws StoreException {
        OptionalLong heap = OptionalLong.of(MadeUpFormat.BASE);
        assertThat(first.worstAnomalies(9, Progress.NONE))
                .containsExactly(
                        new HeapAnomaly(heap, anomaly(MadeUpFormat.BASE, Severity.ERROR)),
                        new HeapAnomaly(heap, anomaly(MadeUpFormat.BASE + 0x10, Severity.ERROR)),
                        new HeapAnomaly(heap, anomaly(MadeUpFormat.BASE + 0x30, Severity.INFO)));
        assertThat(all.worstAnomalies(3, Progress.NONE))
                .hasSize(3)
                .extracting(each -> each.anomaly().severity())
                .containsOnly(Severity.ERROR);
    }

    @Test
    void coverageIsNotClaimedForPartOfAHeap() throws StoreException {
        assertThat(first.coverage(Progress.NONE))
                .isEqualTo(new Coverage(0x8000, 0x3000, 0x1000, 0));
        assertThat(first.coverage(Progress.NONE).known()).hasValue(0.875);
        Coverage whole = all.coverage(Progress.NONE);
        assertThat(whole).isEqualTo(new Coverage(0x18000, 0x3000, 0x1000, 1));
        assertThat(whole.known()).isEmpty();
    }

    @Test
    void decodingAddsToTheNote() throws StoreException {
        assertThat(store.heaps().get(0).root().note()).isEqualTo("seen on the way; and later");
        assertThat(store.heaps().get(1).root().note()).isEmpty();
    }

    @Test
    void totalsOfTheSystemAreKept() throws StoreException {
        try (TableView totals =
                store.table(
                        TableQuery.of(
                                "select label, heap_id, allocations, frees, blocks, t.bytes from"
                                        + " owner_total t join owner using (owner_id)"
                                        + " order by label"))) {
            assertThat(totals.page(0, 9, Progress.NONE).rows())
                    .containsExactly(
                            new Object[] {"Gone", 1L, 7L, 7L, 0L, 0L},
                            new Object[] {"Thre", 1L, 9L, 7L, 2L, 0x50L});
        }
    }

    @Test
    void heapsTellWhatIsWrongWithThem() throws StoreException {
        assertThat(all.anomalies(Progress.NONE))
                .isEqualTo(
                        Map.of(
                                1, Map.of(Severity.ERROR, 2L, Severity.INFO, 1L),
                                3, Map.of(Severity.ERROR, 1L)));
        assertThat(store.heaps().get(2).root().status()).isEqualTo(Status.PARTIAL);
        assertThat(store.heaps().get(2).root().note()).contains("my bug");
        try (TableView heaps =
                store.table(
                        TableQuery.of(
                                "select status, note like '%my bug%', coverage, anomalies from ("
                                        + TableQuery.HEAPS.sql()
                                        + ") order by heap"))) {
            List<@Nullable Object[]> rows = heaps.page(0, 9, Progress.NONE).rows();
            assertThat(rows.get(0)).containsExactly("present", false, 0.875, 3L);
            assertThat(rows.get(1)).containsExactly("present", false, 1.0, 0L);
            assertThat(rows.get(2)).containsExactly("partial", true, null, 1L);
        }
    }
}
