package org.cairn.ui.tests;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.memory.Addresses;
import org.cairn.ui.DumpSession;
import org.cairn.ui.ViewIds;
import org.cairn.ui.driver.Found;
import org.cairn.ui.driver.Ui;
import org.cairn.ui.driver.Waiting;
import org.cairn.ui.driver.Window;
import org.cairn.ui.widgets.hex.HexCanvas;
import org.cairn.ui.widgets.table.PagedTable;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is chosen in one view moves the others, and the way back is kept. */
@WindowTest
class LinkingTest {
    private static final String SAMPLE = "nt-win10-x64.dmp";
    private static final String PROCESS = "shop.exe";
    private static final String PROCESS_HEAP = "0x1c9785d0000";
    private static final String HEAP = "0x1c978700000";
    private static final String BACK = "org.eclipse.ui.navigate.backwardHistory";
    private static final String FORWARD = "org.eclipse.ui.navigate.forwardHistory";

    private final Window window = Window.ofWorkbench();

    @Test
    void aHeapMovesTheOthers() {
        StoreRows store = new StoreRows(window.openReady(Samples.file(SAMPLE)));
        heaps().select(SAMPLE, PROCESS, HEAP);
        long own = store.number("select count(*) from blocks where heap = " + HEAP);
        blocks().waitFor("the heap's blocks", table -> table.count() == own);
        store.compare(blocks(), "heap = " + HEAP, "address");
        memory().waitFor("the heap's memory", hex -> sees(hex, HEAP));
        window.view(ViewIds.DETAILS).waitForText(HEAP);
        long owners =
                store.number("select count(*) from heap_owners where count > 0 and heap = " + HEAP);
        owners().waitFor("the heap's owners", table -> table.count() == owners);
    }

    @Test
    void aHeapOffersWhereItLeads() {
        window.openReady(Samples.file(SAMPLE));
        window.view(ViewIds.MEMORY);
        heaps().select(SAMPLE, PROCESS, HEAP);
        window.contextMenu(heaps(), "Show Anomalies").click();
        Waiting.until(
                "the anomalies in front",
                () -> window.visibleViews().contains("Anomalies"),
                () -> String.join(", ", window.visibleViews()));
    }

    @Test
    void aBlockMovesTheOthers() {
        StoreRows store = new StoreRows(window.openReady(Samples.file(SAMPLE)));
        long all = store.number("select count(*) from blocks");
        blocks().waitFor("all rows", table -> table.count() == all);
        long rank = store.number("select count(*) from blocks where address < " + HEAP) + 3;
        String address =
                store.texts(
                                "select '0x' || lower(to_hex(address)) from blocks order by address"
                                        + " limit 1 offset "
                                        + rank)
                        .getFirst();
        blocks().act(table -> table.reveal(rank, false));
        blocks().waitFor("the row", table -> table.row(rank) != null);
        blocks().select(address);
        memory().waitFor("the block's memory", hex -> sees(hex, address));
        window.view(ViewIds.DETAILS).waitForText(address);
        heaps().waitFor(
                        "the block's heap",
                        tree ->
                                tree.getSelectionCount() == 1
                                        && tree.getSelection()[0].getText().contains(HEAP));
    }

    /** The handbook's examples: the block of a driver, and a semaphore, each with who waits. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0xfe06fffc | vmkrhrw; fsd5; the fifth file system driver to initialise,"
                        + " netwksta.200; segment 3 of netwksta.200; slot 4b WKSTAHLP",
                "0xfe04c8e4 | vmkrhrw; private event semaphore (PEVENT); private event, reset;"
                        + " postCt; openCt; slot 47 PMSHL32"
            })
    void aBlockOfAnOs2KernelIsExplained(String block, String lines) {
        StoreRows store = new StoreRows(window.openReady(Samples.file("os2-handbook.txt")));
        long all = store.number("select count(*) from blocks");
        blocks().waitFor("all rows", table -> table.count() == all);
        blocks().select(block);
        for (String line : lines.split("; ")) {
            window.view(ViewIds.DETAILS).waitForText(line);
        }
    }

    @Test
    void anOwnerMovesTheOthers() {
        StoreRows store = new StoreRows(window.openReady(Samples.file(SAMPLE)));
        owners().waitFor("the owners", table -> table.count() > 0);
        owners().select("render.dll");
        long own = store.number("select count(*) from blocks where owner = 'render.dll'");
        blocks().waitFor("its blocks", table -> table.count() == own);
        store.compare(blocks(), "owner = 'render.dll'", "address");
        window.view(ViewIds.DETAILS).waitForText("render.dll");
    }

    @Test
    void anAnomalyLeadsToItsBlock() {
        StoreRows store = new StoreRows(window.openReady(Samples.file("nt-win10-x64-corrupt.dmp")));
        String address =
                store.texts("select '0x' || lower(to_hex(address)) from anomaly").getFirst();
        Found<PagedTable<?>> anomalies = window.view(ViewIds.ANOMALIES).table("Anomalies");
        anomalies.select("nt.checksum");
        memory().waitFor("the memory", hex -> sees(hex, address));
        window.view(ViewIds.DETAILS).waitForText(address);
    }

    @ParameterizedTest
    @CsvSource({
        "nt-win10-x64.dmp, 0x1c9785d2400, 0x1c9785d23f0",
        "nt-win10-x64.dmp, 000001c9`785d2400, 0x1c9785d23f0",
        "os2-handbook.txt, %fe07ade0, 0xfe06fffc"
    })
    void anAddressIsTypedInAnyForm(String sample, String typed, String block) {
        window.openReady(Samples.file(sample));
        window.menu("Navigate", "Go to Address...").click();
        Found<Shell> dialog = window.dialog("Go to Address");
        dialog.find(Combo.class, "Address").type(typed);
        dialog.find(Button.class, "Go").waitFor("enabled", Button::isEnabled);
        dialog.find(Button.class, "Go").click();
        window.view(ViewIds.DETAILS).waitForText(block);
        blocks().waitFor(
                        "the block's row is selected",
                        table -> block.equals(table.rowText(table.focusedRow(), "address")));
    }

    @Test
    void backAndForwardReturn() {
        DumpSession session = window.openReady(Samples.file(SAMPLE));
        StoreRows store = new StoreRows(session);
        long all = store.number("select count(*) from blocks");
        long own = store.number("select count(*) from blocks where heap = " + PROCESS_HEAP);
        heaps().select(SAMPLE, PROCESS, PROCESS_HEAP);
        blocks().waitFor("the heap's blocks", table -> table.count() == own);
        owners().select("shop.exe");
        blocks().waitFor("the owner's blocks", table -> table.count() < own);
        window.command(BACK);
        blocks().waitFor("the heap's blocks again", table -> table.count() == own);
        window.command(BACK);
        blocks().waitFor("all blocks again", table -> table.count() == all);
        assertThat(Ui.ask(() -> session.places().canGoBack())).isFalse();
        window.command(FORWARD);
        blocks().waitFor("the heap's blocks once more", table -> table.count() == own);
    }

    @Test
    void arrowsInTheTableMoveTheMemory() {
        DumpSession session = window.openReady(Samples.file(SAMPLE));
        StoreRows store = new StoreRows(session);
        blocks().waitFor("rows", table -> table.row(5) != null);
        blocks().select("0x1c9785d23f0");
        for (int i = 0; i < 3; i++) {
            blocks().press(SWT.ARROW_DOWN, 0);
        }
        String fourth =
                store.texts(
                                "select '0x' || lower(to_hex(address)) from blocks where address >="
                                        + " 0x1c9785d23f0 order by address limit 1 offset 3")
                        .getFirst();
        window.view(ViewIds.DETAILS).waitForText(fourth);
        memory().waitFor("its memory", hex -> sees(hex, fourth));
    }

    @Test
    void theCrossOfAChipCanBeReached() {
        window.openReady(Samples.file(SAMPLE));
        heaps().select(SAMPLE, PROCESS, PROCESS_HEAP);
        String filter = "Remove filter heap process heap " + PROCESS_HEAP;
        window.view(ViewIds.OWNERS)
                .find(Canvas.class, filter)
                .waitFor(
                        "the chip within its row",
                        chip ->
                                chip.getBounds().x + chip.getBounds().width
                                        <= chip.getParent().getClientArea().width);
    }

    private static boolean sees(HexCanvas hex, String address) {
        return hex.visibleBytes().contains(Addresses.parse(address).orElseThrow());
    }

    private Found<Tree> heaps() {
        return window.view(ViewIds.HEAPS).find(Tree.class, "Heaps");
    }

    private Found<PagedTable<?>> blocks() {
        return window.view(ViewIds.BLOCKS).table("Blocks");
    }

    private Found<PagedTable<?>> owners() {
        return window.view(ViewIds.OWNERS).table("Owners");
    }

    private Found<HexCanvas> memory() {
        Found<Composite> view = window.view(ViewIds.MEMORY);
        return view.find(HexCanvas.class, "Memory");
    }
}
