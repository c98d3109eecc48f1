package org.cairn.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import org.cairn.analysis.MadeUpFormat.Behaviour;
import org.cairn.analysis.MadeUpFormat.Decoder;
import org.cairn.analysis.table.Format;
import org.cairn.analysis.table.Renderer;
import org.cairn.analysis.table.Table;
import org.cairn.dump.DumpFormatException;
import org.cairn.dump.Remark;
import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.Confidence;
import org.cairn.heap.FieldValue;
import org.cairn.heap.HeapDecoder;
import org.cairn.heap.Owner;
import org.cairn.memory.Absence;
import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.cairn.store.Block;
import org.cairn.store.BlockOrder;
import org.cairn.store.BlockQuery;
import org.cairn.store.QueryException;
import org.cairn.store.Store;
import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

class AnalysisTest {
    private static final AnalysisOptions OPTIONS =
            AnalysisOptions.defaults().withStallLimit(Duration.ofMillis(500));

    private static final String LONG_NAME =
            "A name of as many characters as a file may have at all, which is 255 bytes on the"
                    + " usual file systems of Linux and as many characters on Windows, so that"
                    + " nothing can be added to it; who names a file so long has reasons for it,"
                    + " and wants it opened.dump";

    @TempDir @Nullable Path folder;

    private Path dump = Path.of("");
    private Path cache = Path.of("");

    @BeforeEach
    void writeDump() throws IOException {
        Path base = Objects.requireNonNull(folder);
        cache = base.resolve("cache");
        dump = Files.write(base.resolve("some.dump"), new byte[0x1000]);
    }

    @Test
    void listsHeapsBlocksAndOwners() throws Exception {
        try (Analysis analysis = analyse(MadeUpFormat::wellBehaved)) {
            assertThat(
                            csv(
                                    analysis.sql(
                                            "select heap, kind, status, busy_count, free_count, busy_bytes from heaps",
                                            Long.MAX_VALUE,
                                            Progress.NONE)))
                    .isEqualTo(
                            "heap,kind,status,busy_count,free_count,busy_bytes\n"
                                    + "0xffff800000000000,made-up heap,present,8,8,2048\n");
            assertThat(csv(analysis.blocks(BlockFilter.ALL, 2, Progress.NONE)))
                    .isEqualTo(
                            "address,size,user_address,user_size,state,kind,heap,owner,flags\n"
                                    + "0xffff800000000000,256,0xffff800000000010,232,busy,cell,0xffff800000000000,somebody,\n"
                                    + "0xffff800000000100,256,0xffff800000000110,232,free,cell,0xffff800000000000,,\n");
            assertThat(csv(analysis.owners(BlockFilter.ALL, 10, Progress.NONE)))
                    .contains("somebody,test,1,8,2048,1856,1,certain,");
        }
    }

    @Test
    void filtersAreApplied() throws Exception {
        BlockFilter filter =
                new BlockFilter(
                        OptionalLong.empty(),
                        OptionalLong.of(MadeUpFormat.BASE),
                        Optional.of(BlockState.FREE),
                        Optional.of("address > 0xffff800000000e00 -- the last"));
        try (Analysis analysis = analyse(MadeUpFormat::wellBehaved, MadeUpFormat::wellBehaved)) {
            assertThat(csv(analysis.blocks(filter, Long.MAX_VALUE, Progress.NONE)).lines())
                    .hasSize(2)
                    .last()
                    .asString()
                    .startsWith("0xffff800000000f00,256,");
            assertThat(csv(analysis.heaps(filter, Long.MAX_VALUE, Progress.NONE)).lines())
                    .hasSize(2);
            assertThatThrownBy(() -> analysis.blocks(where("no such column"), 1, Progress.NONE))
                    .isInstanceOf(QueryException.class);
            assertThatThrownBy(() -> analysis.at(0, OptionalLong.of(77), Progress.NONE))
                    .isInstanceOf(QueryException.class);
        }
    }

    @Test
    void answersForAnAddress() throws Exception {
        try (Analysis analysis = analyse(MadeUpFormat::wellBehaved)) {
            AddressReport report =
                    analysis.at(MadeUpFormat.BASE + 0x234, OptionalLong.empty(), Progress.NONE);
            assertThat(report.place())
                    .contains(
                            new AddressReport.Place(
                                    MadeUpFormat.BASE + 0x200, "the user data", 0x24));
            assertThat(report.tables())
                    .extracting(Table::name)
                    .containsExactly("block", "header", "anomalies", "neighbours");
            assertThat(csv(report.tables().get(3)).lines())
                    .anyMatch(line -> line.startsWith("previous,0xffff800000000100,256"))
                    .anyMatch(line -> line.startsWith("next,0xffff800000000300,256"));
            assertThat(
                            analysis.at(
                                            MadeUpFormat.BASE + 0x2001,
                                            OptionalLong.empty(),
                                            Progress.NONE)
                                    .place())
                    .isEmpty();
        }
    }

    /** As on x64, where data runs on over eight bytes of the next header. */
    @Test
    void theBlockWhoseDataHoldsAnAddressWins() throws Exception {
        Behaviour overlapping =
                (sink, heap) -> {
                    int kind = sink.kind("cell");
                    sink.segment(heap, 0x60, "segment");
                    sink.block(heap, 0x20, heap + 0x10, 0x18, BlockState.BUSY, kind, 0, 0);
                    sink.block(heap + 0x20, 0x10, heap + 0x30, 5, BlockState.BUSY, kind, 0, 0);
                    sink.block(heap + 0x30, 0x30, heap + 0x40, 0x20, BlockState.BUSY, kind, 0, 0);
                };
        try (Analysis analysis = analyse(overlapping)) {
            assertThat(place(analysis, 0x1f)).isEqualTo("0 the user data f");
            assertThat(place(analysis, 0x20))
                    .as("first byte of a block")
                    .isEqualTo("20 the header 0");
            assertThat(place(analysis, 0x24)).isEqualTo("0 the user data 14");
            assertThat(place(analysis, 0x28)).isEqualTo("20 the header 8");
            assertThat(place(analysis, 0x30)).as("start of data").isEqualTo("20 the user data 0");
            assertThat(place(analysis, 0x34)).isEqualTo("20 the user data 4");
            assertThat(place(analysis, 0x35)).isEqualTo("30 the header 5");
            assertThat(place(analysis, 0x40)).isEqualTo("30 the user data 0");
            assertThat(
                            csv(analysis.at(
                                                    MadeUpFormat.BASE + 0x30,
                                                    OptionalLong.empty(),
                                                    Progress.NONE)
                                            .tables()
                                            .get(3))
                                    .lines())
                    .anyMatch(line -> line.startsWith("previous,0xffff800000000000,32"))
                    .anyMatch(line -> line.startsWith("next,0xffff800000000030,48"));
        }
    }

    private static String place(Analysis analysis, long offset) throws Exception {
        AddressReport.Place place =
                analysis.at(MadeUpFormat.BASE + offset, OptionalLong.empty(), Progress.NONE)
                        .place()
                        .orElseThrow();
        return Long.toHexString(place.block() - MadeUpFormat.BASE)
                + " "
                + place.part()
                + " "
                + Long.toHexString(place.offset());
    }

    /** Damaged bytes are no block: the gap, who may have done it, and the bytes are shown. */
    @Test
    void answersForAnAddressInAGap() throws Exception {
        long damaged = MadeUpFormat.BASE + 0x100;
        MadeUpFormat.Behaviour behaviour =
                (sink, heap) -> {
                    int kind = sink.kind("cell");
                    int owner =
                            sink.owner(
                                    new Owner(
                                            "test",
                                            "1",
                                            "somebody",
                                            "",
                                            Confidence.CERTAIN,
                                            "header"));
                    sink.segment(heap, MadeUpFormat.SIZE, "segment");
                    sink.block(
                            heap,
                            0x100,
                            heap + 0x10,
                            0xf0,
                            BlockState.BUSY,
                            kind,
                            owner,
                            BlockSink.FOUND_HINT);
                    sink.gap(damaged, 0x80, Absence.CORRUPT);
                    sink.uncommitted(damaged + 0x80, MadeUpFormat.SIZE - 0x180);
                    sink.anomaly(
                            new Anomaly(
                                    "test.header",
                                    damaged,
                                    Remark.Severity.ERROR,
                                    Confidence.CERTAIN,
                                    "a bad header",
                                    "",
                                    "",
                                    ""));
                };
        try (Analysis analysis = analyse(behaviour)) {
            AddressReport report = analysis.at(damaged + 0x24, OptionalLong.empty(), Progress.NONE);
            assertThat(report.place()).isEmpty();
            assertThat(report.memory())
                    .contains(
                            "a gap of 128 bytes at 0xffff800000000100, corrupt",
                            "block 0xffff800000000000 somebody ends where it begins");
            assertThat(report.tables())
                    .extracting(Table::name)
                    .containsExactly("gap", "header", "anomalies", "memory", "neighbours");
            assertThat(csv(report.tables().get(0)))
                    .contains(",corrupt,", "0xffff800000000000,somebody");
            assertThat(csv(report.tables().get(1))).contains("0xffff800000000100");
            assertThat(csv(report.tables().get(2))).contains("a bad header");
            assertThat(csv(report.tables().get(3))).contains("0xffff800000000100");
            AddressReport behind =
                    analysis.at(damaged + 0x100, OptionalLong.empty(), Progress.NONE);
            assertThat(behind.memory()).contains("uncommitted").doesNotContain("somebody");
            assertThat(csv(behind.tables().get(1))).doesNotContain("a bad header");
            String confidence = "select owner_confidence from blocks";
            assertThat(csv(analysis.sql(confidence, 1, Progress.NONE))).contains("hint");
        }
    }

    @Test
    void blocksAreExportedInTheOrderOfAQuery() throws Exception {
        Path parquet = dump.resolveSibling("x.parquet");
        BlockQuery query =
                BlockQuery.ALL
                        .where("address < 0xffff800000000300")
                        .orderedBy(new BlockOrder(BlockOrder.By.STATE, true));
        try (Analysis analysis = analyse(MadeUpFormat::wellBehaved)) {
            assertThat(csv(analysis.blocks(query, Progress.NONE)))
                    .isEqualTo(
                            """
                            address,size,user_address,user_size,state,kind,heap,owner,owner_kind,flags
                            0xffff800000000100,256,0xffff800000000110,232,free,cell,0xffff800000000000,,,
                            0xffff800000000000,256,0xffff800000000010,232,busy,cell,0xffff800000000000,somebody,test,
                            0xffff800000000200,256,0xffff800000000210,232,busy,cell,0xffff800000000000,somebody,test,
                            """);
            analysis.exportParquet(query, parquet, Progress.NONE);
            assertThat(parquet).isNotEmptyFile();
            assertThatThrownBy(() -> analysis.exportParquet(query, dump, Progress.NONE))
                    .isInstanceOf(QueryException.class)
                    .hasMessageContaining("the dump itself is not overwritten");
        }
        assertThat(dump).hasSize(0x1000);
    }

    @Test
    void theMemoryOfTheDatabaseIsLimited() throws Exception {
        HeapDecoder decoder = new Decoder("test.decoder", List.of(MadeUpFormat::wellBehaved));
        AnalysisService service =
                new AnalysisService(MadeUpFormat.contributions(List.of(decoder)), cache);
        String limit = "select current_setting('memory_limit')";
        try (Analysis analysis = service.open(dump, OPTIONS, Progress.NONE)) {
            assertThat(csv(analysis.sql(limit, 1, Progress.NONE))).endsWith("\n256.0 MiB\n");
        }
        AnalysisOptions more = OPTIONS.withMemoryLimit(1L << 30);
        try (Analysis analysis = service.open(dump, more, Progress.NONE)) {
            assertThat(csv(analysis.sql(limit, 1, Progress.NONE))).endsWith("\n1.0 GiB\n");
        }
        assertThatThrownBy(() -> OPTIONS.withMemoryLimit(1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aHeaderIsShownByTheDecoderOfItsHeap() throws Exception {
        try (Analysis analysis = analyse(MadeUpFormat::wellBehaved)) {
            Store store = analysis.store(Progress.NONE);
            Block block =
                    store.blockAt(MadeUpFormat.BASE + 0x234, Optional.empty(), Progress.NONE)
                            .block()
                            .orElseThrow();
            assertThat(analysis.header(block, Progress.NONE))
                    .containsExactly(
                            new FieldValue("cell", MadeUpFormat.BASE + 0x200, 16, "", "busy"));
        }
    }

    @Test
    void aSecondRunAnswersFromTheStore() throws Exception {
        AtomicInteger decoded = new AtomicInteger();
        Behaviour counting =
                (sink, heap) -> {
                    decoded.incrementAndGet();
                    MadeUpFormat.wellBehaved(sink, heap);
                };
        analyse(counting).close();
        try (Analysis second = analyse(counting)) {
            assertThat(second.isFromStore()).isTrue();
            assertThat(csv(second.blocks(BlockFilter.ALL, 100, Progress.NONE)).lines()).hasSize(17);
        }
        assertThat(decoded).hasValue(1);
        Files.write(dump, new byte[0x2000]);
        analyse(counting).close();
        assertThat(decoded).as("a changed dump is decoded anew").hasValue(2);
    }

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

    @Test
    void cancellationLeavesNothingBehind() throws Exception {
        Progress cancelled =
                new Progress() {
                    @Override
                    public void checkCancelled() {
                        throw new CancelledException();
                    }
                };
        HeapDecoder decoder = new Decoder("test.decoder", List.of(MadeUpFormat::wellBehaved));
        AnalysisService service =
                new AnalysisService(MadeUpFormat.contributions(List.of(decoder)), cache);

        try (Analysis analysis = service.open(dump, OPTIONS, Progress.NONE)) {
            assertThatThrownBy(() -> analysis.store(cancelled))
                    .isInstanceOf(CancelledException.class);
        }
        assertThat(cache.resolve("stores"))
                .satisfiesAnyOf(
                        stores -> assertThat(stores).doesNotExist(),
                        stores -> assertThat(stores).isEmptyDirectory());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a;b.dump", "what?.dump", "two\nlines.dump", LONG_NAME})
    void keepsBlocksWhateverTheNameOfTheDump(String name) throws Exception {
        Path odd = named(name);
        HeapDecoder decoder = new Decoder("test.decoder", List.of(MadeUpFormat::wellBehaved));
        AnalysisService service =
                new AnalysisService(MadeUpFormat.contributions(List.of(decoder)), cache);
        try (Analysis analysis = service.open(odd, OPTIONS, Progress.NONE)) {
            analysis.store(Progress.NONE);
        }

        try (Analysis analysis = service.open(odd, OPTIONS, Progress.NONE)) {
            assertThat(analysis.keptStore(Progress.NONE)).isPresent();
        }
    }

    private Path named(String name) throws IOException {
        try {
            return Files.copy(dump, dump.resolveSibling(name));
        } catch (InvalidPathException impossible) {
            return abort("no file has such a name here: " + name);
        }
    }

    @Test
    void refusesWhatIsNoDump() {
        AnalysisService service =
                new AnalysisService(
                        new Contributions(List.of(), List.of(), List.of(), List.of(), List.of()),
                        cache);

        assertThatExceptionOfType(DumpFormatException.class)
                .isThrownBy(() -> service.open(dump, OPTIONS, Progress.NONE))
                .withMessage(dump + ": offset 0x0: not a dump of a known format");
    }

    private Analysis analyse(Behaviour... behaviours) throws IOException, DumpFormatException {
        return open(List.of(new Decoder("test.decoder", List.of(behaviours))));
    }

    private Analysis open(List<HeapDecoder> decoders) throws IOException, DumpFormatException {
        AnalysisService service = new AnalysisService(MadeUpFormat.contributions(decoders), cache);
        Analysis analysis = service.open(dump, OPTIONS, Progress.NONE);
        analysis.store(Progress.NONE);
        return analysis;
    }

    private static BlockFilter where(String condition) {
        return new BlockFilter(
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.of(condition));
    }

    private static String csv(Table table) throws IOException {
        StringWriter out = new StringWriter();
        try (Renderer renderer = Format.CSV.renderer(out, false)) {
            renderer.table(table);
        }
        return out.toString();
    }
}
