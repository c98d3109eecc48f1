package org.cairn.ui.tests;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.testkit.BenchmarkDump;
import org.cairn.ui.DumpSession;
import org.cairn.ui.DumpSession.State;
import org.cairn.ui.ViewIds;
import org.cairn.ui.driver.Found;
import org.cairn.ui.driver.Ui;
import org.cairn.ui.driver.Waiting;
import org.cairn.ui.driver.Window;
import org.cairn.ui.widgets.hex.HexCanvas;
import org.cairn.ui.widgets.table.PagedTable;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.ScrollBar;
import org.eclipse.swt.widgets.Text;
import org.eclipse.swt.widgets.Tree;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * Millions of blocks: the window stays at hand while they are decoded, ordered, filtered and
 * scrolled. The system property {@code cairn.bulk.blocks} says how many. What the events of the UI
 * thread took is printed at the end of the suite.
 */
@WindowTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BulkTest {
    private static final long BLOCKS = Long.getLong("cairn.bulk.blocks", 2_000_000);
    private static final List<String> BY_SIZE = List.of("size", "address");
    private static final int STEPS = 60;
    private static final long SEED = 3;

    private final Window window = Window.ofWorkbench();

    @Test
    @Order(1)
    void decodingIsCancelledAndBegunAgain() throws IOException {
        Path dump = dump();
        Samples.forgetStores(dump);
        DumpSession session = window.open(dump);
        Runnable cancelling = () -> cancelDecoding(session);
        Ui.begin(
                () -> {
                    session.addListener(cancelling);
                    cancelling.run();
                });
        window.waitFor(session, State.NOT_DECODED);
        Ui.begin(() -> session.removeListener(cancelling));
        window.editor().waitForText("Cancelled");
        assertThat(session.heaps()).hasSize(8);
        heaps().waitFor("the heaps", tree -> tree.getItemCount() == 1);
        long before = blocks().read(PagedTable::count);
        assertThat(before).isZero();
        assertThat(window.dialogs()).isEmpty();

        window.editor().find(Button.class, "Decode Again").click();
        window.waitFor(session, State.READY);
        blocks().waitFor("all blocks", table -> table.count() >= BLOCKS);
        long stored = new StoreRows(session).number("select count(*) from block");
        long shown = blocks().read(PagedTable::count);
        assertThat(shown).isEqualTo(stored);
    }

    private static void cancelDecoding(DumpSession session) {
        if (session.state() == State.DECODING) {
            for (Job job : Job.getJobManager().find(session)) {
                if (!job.isSystem()) {
                    job.cancel();
                }
            }
        }
    }

    @Test
    @Order(2)
    void aKeptStoreShowsItsHeapsAtOnce() throws IOException {
        Path dump = dump();
        long start = System.nanoTime();
        DumpSession session = window.open(dump);
        heaps().waitFor(
                        "the heaps",
                        tree -> tree.getItemCount() == 1 && tree.getItem(0).getItemCount() == 1);
        Duration shown = Duration.ofNanos(System.nanoTime() - start);
        System.out.printf(
                "%,d blocks: heaps on screen %d ms after the dump was opened%n",
                BLOCKS, shown.toMillis());
        window.waitFor(session, State.READY);
        assertThat(session.analysis().orElseThrow().isFromStore()).isTrue();
    }

    @Test
    @Order(3)
    void millionsOfRowsAreScrolledSortedAndFiltered() throws IOException {
        DumpSession session = window.openReady(dump());
        StoreRows store = new StoreRows(session);
        long all = store.number("select count(*) from block");
        Found<PagedTable<?>> blocks = blocks();
        blocks.waitFor("all blocks", table -> table.count() == all);
        scroll(blocks);
        store.compareFarDown(blocks, "", List.of("address"));

        blocks.act(table -> table.reveal(0, true));
        sortBySize(blocks, session);
        blocks.act(table -> table.reveal(all / 2, true));
        window.waitUntilQuiet(session);
        store.compareFarDown(blocks, "", BY_SIZE);
        scroll(blocks);

        Found<Text> filter = window.view(ViewIds.BLOCKS).find(Text.class, "Blocks filter");
        filter.type("size > 4k");
        filter.enter();
        long large = store.number("select count(*) from block where size > 4096");
        blocks.waitFor("the large ones", table -> table.count() == large);
        scroll(blocks);
        store.compareFarDown(blocks, "size > 4096", BY_SIZE);
        filter.type("");
        filter.enter();
        blocks.waitFor("all blocks", table -> table.count() == all);

        for (int i = 0; i < STEPS; i++) {
            blocks.press(SWT.PAGE_DOWN, 0);
        }
        Found<HexCanvas> memory = window.view(ViewIds.MEMORY).find(HexCanvas.class, "Memory");
        for (int i = 0; i < STEPS; i++) {
            memory.press(SWT.PAGE_DOWN, 0);
        }
        window.waitUntilQuiet(session);
    }

    private static void sortBySize(Found<PagedTable<?>> blocks, DumpSession session) {
        int x = blocks.read(table -> BlocksTest.titleOf(table, "size"));
        blocks.clickAt(x, BlocksTest.INSIDE_TITLE);
        Waiting.until(
                "the order of all rows",
                () -> Job.getJobManager().find(session).length == 0,
                () -> "work under way");
    }

    /** From one end to the other, there and back, then anywhere. */
    private static void scroll(Found<PagedTable<?>> blocks) {
        for (int i = 0; i <= STEPS; i++) {
            drag(blocks, (double) i / STEPS);
        }
        for (int i = STEPS; i >= 0; i--) {
            drag(blocks, (double) i / STEPS);
        }
        Random random = new Random(SEED);
        for (int i = 0; i < STEPS; i++) {
            drag(blocks, random.nextDouble());
        }
    }

    private static void drag(Found<PagedTable<?>> blocks, double share) {
        blocks.act(
                table -> {
                    ScrollBar bar = table.getVerticalBar();
                    bar.setSelection((int) (share * (bar.getMaximum() - bar.getThumb())));
                    Event event = new Event();
                    event.detail = SWT.DRAG;
                    bar.notifyListeners(SWT.Selection, event);
                });
    }

    private Found<PagedTable<?>> blocks() {
        return window.view(ViewIds.BLOCKS).table("Blocks");
    }

    private Found<Tree> heaps() {
        return window.view(ViewIds.HEAPS).find(Tree.class, "Heaps");
    }

    private static Path dump() throws IOException {
        Path dump = Samples.results().resolve("bulk-" + BLOCKS + ".dmp");
        if (!Files.exists(dump)) {
            Path unfinished = dump.resolveSibling(dump.getFileName() + ".part");
            BenchmarkDump.write(unfinished, BLOCKS, SEED);
            Files.move(unfinished, dump);
        }
        return dump;
    }
}
