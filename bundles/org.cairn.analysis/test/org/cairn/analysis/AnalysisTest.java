package org.cairn.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.cairn.analysis.MadeUpFormat.Decoder;
import org.cairn.dump.DumpFormatException;
import org.cairn.heap.BlockState;
import org.cairn.heap.FieldValue;
import org.cairn.heap.HeapDecoder;
import org.cairn.memory.Progress;
import org.cairn.store.Block;
import org.cairn.store.BlockOrder;
import org.cairn.store.BlockQuery;
import org.cairn.store.QueryException;
import org.cairn.store.Store;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What is asked of a dump and of its blocks. */
class AnalysisTest extends MadeUpAnalysis {
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
    void refusesWhatIsNoDump() {
        AnalysisService service =
                new AnalysisService(
                        new Contributions(List.of(), List.of(), List.of(), List.of(), List.of()),
                        cache);

        assertThatExceptionOfType(DumpFormatException.class)
                .isThrownBy(() -> service.open(dump, OPTIONS, Progress.NONE))
                .withMessage(dump + ": offset 0x0: not a dump of a known format");
    }

    private static BlockFilter where(String condition) {
        return new BlockFilter(
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.of(condition));
    }
}
