package org.cairn.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.cairn.analysis.MadeUpFormat.Decoder;
import org.cairn.analysis.filter.Filter;
import org.cairn.analysis.filter.FilterColumns;
import org.cairn.analysis.filter.FilterException;
import org.cairn.analysis.filter.FilterParser;
import org.cairn.analysis.filter.FilterTerm;
import org.cairn.dump.DumpFormatException;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.Confidence;
import org.cairn.heap.Owner;
import org.cairn.memory.Progress;
import org.cairn.store.Block;
import org.cairn.store.BlockQuery;
import org.cairn.store.BlockView;
import org.cairn.store.Store;
import org.cairn.store.StoreException;
import org.cairn.store.TableQuery;
import org.cairn.store.TableView;
import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What people type, against the blocks that they mean. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilteredBlocksTest {
    private static final long SECOND = MadeUpFormat.BASE + MadeUpFormat.SIZE;

    private final Analysis analysis;
    private final Store store;

    FilteredBlocksTest(@TempDir Path folder) throws IOException, DumpFormatException {
        Path dump = Files.write(folder.resolve("some.dump"), new byte[0x1000]);
        Decoder decoder =
                new Decoder(
                        "test.decoder",
                        List.of(FilteredBlocksTest::blocks, MadeUpFormat::wellBehaved));
        analysis =
                new AnalysisService(MadeUpFormat.contributions(List.of(decoder)), folder)
                        .open(dump, AnalysisOptions.defaults(), Progress.NONE);
        store = analysis.store(Progress.NONE);
    }

    /** Blocks 0 to 4 of the first heap; the second one has 16 of 0x100 bytes. */
    private static void blocks(BlockSink sink, long heap) {
        int owner = sink.owner(owner("semstruc"));
        int quoted = sink.owner(owner("it's \"big\""));
        int words = sink.owner(owner("Fifth SEM driver"));
        int cell = sink.kind("cell");
        int extended = sink.kind("extended");
        sink.segment(heap, MadeUpFormat.SIZE, "segment");
        add(sink, heap, 0x40, BlockState.BUSY, extended, owner, 0);
        add(sink, heap + 0x40, 0x1000, BlockState.BUSY, cell, quoted, BlockSink.DATA_ABSENT);
        add(sink, heap + 0x1040, 0x1001, BlockState.FREE, cell, BlockSink.NO_OWNER, 0);
        add(sink, heap + 0x3000, 0x2000, BlockState.BUSY, extended, words, 0);
        add(sink, heap + 0x5000, 0x10, BlockState.METADATA, cell, BlockSink.NO_OWNER, 0);
    }

    private static Owner owner(String label) {
        return new Owner("tag", label, label, "", Confidence.STRONG, "header");
    }

    private static void add(
            BlockSink sink,
            long address,
            long size,
            BlockState state,
            int kind,
            int owner,
            int flags) {
        sink.block(address, size, address, size, state, kind, owner, flags);
    }

    @AfterAll
    void close() {
        analysis.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "size > 4096 | 2 3",
                "size >= 4k | 1 2 3",
                "SIZE>=4KiB | 1 2 3",
                "size = 0x40 | 0",
                "size < 0.1k | 0 4",
                "size != 4096 and size > 1k | 2 3",
                "owner = semstruc | 0",
                "owner = \"it's \"\"big\"\"\" | 1",
                "owner = 'it''s \"big\"' | 1",
                "owner ~ it's | 1",
                "owner ~ \"it's\" | 1",
                "owner ~ sem | 0 3",
                "owner ~ SEM | 0 3",
                "owner = Fifth SEM driver | 3",
                "owner = fifth SEM driver |",
                "owner !~ sem, size < 64 | 4",
                "owner != semstruc, heap = 0xffff800000000000 | 1 2 3 4",
                "owner is unknown, size < 64 | 4",
                "owner is known, size > 1000 | 1 3",
                "owner is not unknown, size > 1000 | 1 3",
                "state = METADATA | 4",
                "state = free and kind=cell and size > 300 | 2",
                "kind = extended | 0 3",
                "flags ~ absent | 1",
                "flags is none and size > 1000 | 2 3",
                "address >= ffff8000`00003000, address < %ffff800000010000 | 3 4",
                "heap = 0xffff800000000000 | 0 1 2 3 4",
                "extended | 0 3",
                "ABSENT | 1",
                "\"SEM dr\" | 3",
                "0xffff80000000003f | 0",
                "ffff8000`00000040 | 1",
                "%ffff800000002040 | 2",
                "0xffff800000002041 |",
                "owner_confidence = strong | 0 1 3",
                // not of this grammar: conditions in SQL
                "owner in ('semstruc', 'x') or size = 0x2000 | 0 3",
                "size between 4096 and 4097 | 1 2",
                "owner is null and size > 1000 -- free | 2",
                "length(owner) > 10 | 3",
                "not (size < 4096) | 1 2 3",
                "size = user_size and size > 0x1000 | 2 3",
            })
    void whatIsTypedIsFound(String text, @Nullable String blocks)
            throws FilterException, StoreException {
        Filter filter = parse(text);
        assertThat(found(filter)).isEqualTo(blocks == null ? "" : blocks);
        for (FilterTerm term : filter.terms()) {
            assertThat(parse(term.text()).terms()).as("typed again").containsExactly(term);
        }
    }

    @Test
    void everyTermIsOnItsOwn() throws Exception {
        Filter filter = parse("size > 4k, owner ~ sem\nstate = busy and \"a, b and c\"");
        assertThat(filter.terms())
                .extracting(FilterTerm::text)
                .containsExactly("size > 4k", "owner ~ sem", "state = busy", "\"a, b and c\"");
        Filter less = filter.without(filter.terms().get(3));
        assertThat(found(less)).isEqualTo("3");
        assertThat(found(less.without(less.terms().get(1)))).isEqualTo("3");
        assertThat(less.and(parse("size > 4k, kind = cell")).terms())
                .extracting(FilterTerm::text)
                .containsExactly("size > 4k", "owner ~ sem", "state = busy", "kind = cell");
        assertThat(parse(" , \n ")).isEqualTo(Filter.NONE);
        assertThat(Filter.NONE.where()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "size > abc | 7 | size is compared with a number such as 4096, 4k or 0x1000, not with abc",
                "kind = x, size > abc | 17 | size is compared with a number such as 4096, 4k or 0x1000, not with abc",
                "siez > 5 | 0 | there is no column siez; the columns are address, size, user_address, user_size, state, kind, heap, owner, owner_kind, owner_confidence, flags, pid, block_id, heap_id, segment_id, owner_id",
                "size > | 6 | there is nothing behind \">\"",
                "state = running | 8 | state is compared with one of busy, free, metadata, not with running",
                "heap = nt | 7 | heap is compared with an address such as 0xfe04c8e8, not with nt",
                "owner > x | 6 | owner is a text: use = != ~ (contains) or !~",
                "size ~ 40 | 5 | size is no text: use = != < <= > or >=",
                "owner = \"x | 8 | the quotation mark is never closed",
                "owner = it's \"big\" | 13 | \"big\" has no meaning here",
                "two words | 4 | one of = != < <= > >= ~ is expected, or quotation marks around several words",
                "> 5 | 2 | one of = != < <= > >= ~ is expected, or quotation marks around several words",
                "> | 0 | there is no column before \">\"",
            })
    void mistakesAreShown(String text, int position, String message) {
        assertThatExceptionOfType(FilterException.class)
                .isThrownBy(() -> parse(text))
                .withMessage(message)
                .satisfies(mistake -> assertThat(mistake.position()).isEqualTo(position));
    }

    @Test
    void aMistakeInSqlIsToldByTheDatabase() {
        assertThatExceptionOfType(FilterException.class)
                .isThrownBy(() -> parse("size > 5 or ownr = 'x'"))
                .withMessageContaining("\"ownr\" not found")
                .withMessageNotContaining("Binder Error");
        assertThatExceptionOfType(FilterException.class).isThrownBy(() -> parse("true) or (true"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'",
                "''",
                "x' or 'a' = 'a",
                "') or (true) --",
                "\\",
                "a\\' or true --",
                "\"",
                "$$ or true or $$",
                "%",
                "/* */",
                "0x10",
                "e'\\'"
            })
    void noTextEndsItsQuotes(String text) throws FilterException, StoreException {
        String quoted = '"' + text.replace("\"", "\"\"") + '"';
        assertThat(found(parse("owner = " + quoted))).isEmpty();
        assertThat(found(parse("kind ~ " + quoted))).isEmpty();
    }

    @Test
    void otherTablesAreFilteredByTheirColumns() throws Exception {
        FilterParser parser = parser(TableQuery.OWNERS);
        assertThat(owners(parser.parse("bytes >= 8k"))).isEqualTo("Fifth SEM driver");
        assertThat(owners(parser.parse("count = 8"))).isEqualTo("somebody");
        assertThat(owners(parser.parse("share > 50%"))).isEqualTo("Fifth SEM driver");
        assertThat(owners(parser.parse("confidence = Certain"))).isEqualTo("somebody");
        assertThat(owners(parser.parse("SEMSTRUC"))).isEqualTo("semstruc");
        assertThat(owners(parser.parse("length(owner) = 8 or count = 0")))
                .isEqualTo("semstruc, somebody");
        Filter second = parser(TableQuery.SEGMENTS).parse(hex(SECOND + 5));
        assertThat(count(TableQuery.SEGMENTS, second)).isEqualTo(1);
        assertThat(parser(TableQuery.ANOMALIES).parse("0x10").where())
                .contains("(\n\"address\" = 16::ubigint or \"heap\" = 16::ubigint\n)");
    }

    private FilterParser parser(TableQuery query) throws StoreException {
        try (TableView view = store.table(query)) {
            return new FilterParser(
                    FilterColumns.of(view.columns()),
                    condition -> store.table(query.where(condition)).close());
        }
    }

    private long count(TableQuery query, Filter filter) throws StoreException {
        try (TableView view = store.table(query.where(filter.where().orElseThrow()))) {
            return view.count(Progress.NONE);
        }
    }

    private String owners(Filter filter) throws StoreException {
        TableQuery query =
                TableQuery.OWNERS.where(filter.where().orElseThrow()).orderedBy("owner", false);
        try (TableView view = store.table(query)) {
            return view.page(0, 9, Progress.NONE).rows().stream()
                    .map(row -> String.valueOf(row[0]))
                    .collect(Collectors.joining(", "));
        }
    }

    private static String hex(long address) {
        return "0x" + Long.toHexString(address);
    }

    private Filter parse(String text) throws FilterException, StoreException {
        return new FilterParser(
                        FilterColumns.BLOCKS,
                        condition -> store.blocks(BlockQuery.ALL.where(condition)).close())
                .parse(text);
    }

    /** The numbers of the blocks of the first heap. */
    private String found(Filter filter) throws StoreException {
        BlockQuery query = BlockQuery.ALL.inHeaps(List.of(1));
        String condition = filter.where().orElse("true");
        try (BlockView view = store.blocks(query.where(condition))) {
            return view.page(0, 100, Progress.NONE).blocks().stream()
                    .map(block -> number(block))
                    .collect(Collectors.joining(" "));
        }
    }

    private static String number(Block block) {
        List<Long> addresses = List.of(0L, 0x40L, 0x1040L, 0x3000L, 0x5000L);
        return String.valueOf(addresses.indexOf(block.address() - MadeUpFormat.BASE));
    }
}
