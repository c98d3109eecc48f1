package org.cairn.ui.tests;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.testkit.CorpusFiles;
import org.cairn.ui.DumpSession;
import org.cairn.ui.ViewIds;
import org.cairn.ui.driver.Found;
import org.cairn.ui.driver.Window;
import org.cairn.ui.widgets.table.PagedTable;
import org.cairn.ui.widgets.table.TableColumn;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Text;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The view of blocks shows what the store has, sorted and filtered as people want it. */
@WindowTest
class BlocksTest {
    /** In pixels, far enough from a border, which would be dragged. */
    static final int INSIDE_TITLE = 10;

    private static final String BY_ADDRESS = "address, heap_id";
    private static final String BY_SIZE = "size desc, address, heap_id";

    @TempDir @Nullable Path folder;

    private final Window window = Window.ofWorkbench();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nt-win10-x64.dmp",
                "nt-win10-x64-corrupt.dmp",
                "nt-win7-x86.dmp",
                "nt-winxp-x86.dmp",
                "os2-handbook.txt"
            })
    void rowsAreThoseOfTheStore(String sample) {
        showsTheStore(Samples.file(sample));
    }

    @Test
    void rowsOfARealProcessAreThoseOfTheStore() throws IOException {
        Optional<CorpusFiles> corpus = CorpusFiles.locate();
        Assumptions.assumeTrue(corpus.isPresent(), CorpusFiles.MISSING);
        showsTheStore(corpus.get().file("rosheap/r64.mdmp", folder()));
    }

    private void showsTheStore(Path dump) {
        DumpSession session = window.openReady(dump);
        StoreRows store = new StoreRows(session);
        Found<PagedTable<?>> blocks = blocks();
        long all = store.number("select count(*) from blocks");
        blocks.waitFor(all + " rows", table -> table.count() == all);
        store.compare(blocks, "", BY_ADDRESS);
        blocks.act(table -> table.reveal(all - 1, false));
        blocks.waitFor("the last row", table -> table.row(all - 1) != null);
        store.compare(blocks, "", BY_ADDRESS);
    }

    @Test
    void aClickOnATitleSorts() {
        DumpSession session = window.openReady(Samples.file("nt-win10-x64.dmp"));
        StoreRows store = new StoreRows(session);
        Found<PagedTable<?>> blocks = blocks();
        String largest = store.texts("select max(size) from blocks").getFirst();
        clickTitle(blocks, "size");
        clickTitle(blocks, "size");
        blocks.waitFor(
                "the largest first",
                table -> "%,d".formatted(Long.parseLong(largest)).equals(table.rowText(0, "size")));
        window.waitUntilQuiet(session);
        store.compare(blocks, "", BY_SIZE);
        clickTitle(blocks, "address");
        window.waitUntilQuiet(session);
        store.compare(blocks, "", BY_ADDRESS);
    }

    @Test
    void aFilterHasAChipThatEndsIt() {
        DumpSession session = window.openReady(Samples.file("nt-win10-x64.dmp"));
        StoreRows store = new StoreRows(session);
        Found<PagedTable<?>> blocks = blocks();
        long all = store.number("select count(*) from blocks");
        blocks.waitFor("all rows", table -> table.count() == all);

        filter().type("size > 4096, state = busy");
        filter().enter();
        String where = "size > 4096 and state = 'busy'";
        long large = store.number("select count(*) from blocks where " + where);
        assertThat(large).isPositive().isLessThan(all);
        blocks.waitFor("the large blocks", table -> table.count() == large);
        store.compare(blocks, where, BY_ADDRESS);

        view().find(Canvas.class, "Remove filter size > 4096").press(' ', 0);
        long busy = store.number("select count(*) from blocks where state = 'busy'");
        blocks.waitFor("the busy blocks", table -> table.count() == busy);
        assertThat(filter().text()).isEqualTo("state = busy");

        view().find(Canvas.class, "Remove filter state = busy").press(' ', 0);
        blocks.waitFor("all rows again", table -> table.count() == all);
    }

    @Test
    void aWrongFilterIsSaidAndTheRowsStay() {
        DumpSession session = window.openReady(Samples.file("nt-win10-x64.dmp"));
        long all = new StoreRows(session).number("select count(*) from blocks");
        Found<PagedTable<?>> blocks = blocks();
        blocks.waitFor("all rows", table -> table.count() == all);
        filter().type("size > many");
        filter().enter();
        view().waitForText("many");
        window.waitUntilQuiet(session);
        long shown = blocks.read(PagedTable::count);
        assertThat(shown).isEqualTo(all);
        assertThat(window.dialogs()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "ndjson"})
    void whatIsShownIsExported(String ending) throws IOException {
        DumpSession session = window.openReady(Samples.file("nt-win10-x64.dmp"));
        StoreRows store = new StoreRows(session);
        filter().type("owner = render.dll");
        filter().enter();
        long own = store.number("select count(*) from blocks where owner = 'render.dll'");
        assertThat(own).isPositive();
        blocks().waitFor("the blocks of render.dll", table -> table.count() == own);
        Path target = folder().resolve("blocks." + ending);
        window.view(ViewIds.BLOCKS);
        window.command(
                "org.cairn.ui.tables.export",
                Map.of("org.cairn.ui.tables.export.file", target.toString()));
        view().waitForText("written to blocks." + ending);
        List<String> lines = Files.readAllLines(target);
        long titles = ending.equals("csv") ? 1 : 0;
        assertThat(lines).hasSize((int) (own + titles));
        List<String> addresses =
                store.texts(
                        "select '0x' || lower(to_hex(address)) from blocks where owner = 'render.dll'"
                                + " order by address");
        for (int i = 0; i < addresses.size(); i++) {
            assertThat(lines.get(i + (int) titles)).contains(addresses.get(i));
        }
    }

    private Found<Composite> view() {
        return window.view(ViewIds.BLOCKS);
    }

    private Found<PagedTable<?>> blocks() {
        return view().table("Blocks");
    }

    private Found<Text> filter() {
        return view().find(Text.class, "Blocks filter");
    }

    private static void clickTitle(Found<PagedTable<?>> table, String column) {
        table.clickAt(table.read(shown -> titleOf(shown, column)), INSIDE_TITLE);
    }

    /** Where to click on the title of a column. */
    static int titleOf(PagedTable<?> table, String column) {
        int x = 0;
        while (!isOf(table, x, column)) {
            x++;
        }
        return x + INSIDE_TITLE;
    }

    private static <R> boolean isOf(PagedTable<R> table, int x, String column) {
        TableColumn<R> at = table.columnAt(x);
        return at != null && at.id().equals(column);
    }

    private Path folder() {
        return Objects.requireNonNull(folder);
    }
}
