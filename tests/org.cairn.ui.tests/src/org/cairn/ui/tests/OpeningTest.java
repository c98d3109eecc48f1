package org.cairn.ui.tests;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.memory.Addresses;
import org.cairn.ui.CairnPerspective;
import org.cairn.ui.DumpSession;
import org.cairn.ui.DumpSession.State;
import org.cairn.ui.ViewIds;
import org.cairn.ui.driver.Found;
import org.cairn.ui.driver.Ui;
import org.cairn.ui.driver.Waiting;
import org.cairn.ui.driver.Window;
import org.cairn.ui.widgets.hex.HexCanvas;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.swt.custom.CLabel;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Text;
import org.eclipse.swt.widgets.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;

/** Dumps are opened and closed. */
@WindowTest
class OpeningTest {
    private static final String SAMPLE = "nt-win10-x64.dmp";
    private static final long HEAP = 0x1c9785d0000L;
    private static final String NOTHING = "No dump is open.";
    private static final List<String> VIEWS =
            List.of(
                    ViewIds.HEAPS,
                    ViewIds.OWNERS,
                    ViewIds.BLOCKS,
                    ViewIds.ANOMALIES,
                    ViewIds.MEMORY,
                    ViewIds.DETAILS);
    private static final String NO_DUMP = "offset 0x0: not a dump of a known format";

    @TempDir @Nullable Path folder;

    private final Window window = Window.ofWorkbench();

    @Test
    void theWindowHasThePerspective() {
        assertThat(Ui.ask(() -> window.page().getPerspective().getId()))
                .isEqualTo(CairnPerspective.ID);
        assertThat(window.title()).isEqualTo("Cairn");
        window.view(ViewIds.BLOCKS);
        assertThat(window.visibleViews())
                .contains("Heaps", "Owners", "Blocks", "Memory", "Details");
    }

    @Test
    void aDumpDoesNotKeepTheAddressOfAnother() {
        DumpSession first = window.openReady(Samples.file(SAMPLE));
        Ui.act(() -> first.places().goToAddress(HEAP));
        Found<Text> address = window.view(ViewIds.MEMORY).find(Text.class, "Address");
        address.waitFor("the address", field -> field.getText().equals(Addresses.hex(HEAP)));
        window.openReady(Samples.file("os2-handbook.txt"));
        address.waitFor("no address", field -> field.getText().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SAMPLE,
                "nt-win10-x64-corrupt.dmp",
                "nt-win7-x86.dmp",
                "nt-winxp-x86.dmp",
                "os2-handbook.txt"
            })
    void everySampleBecomesReady(String name) {
        DumpSession session = window.openReady(Samples.file(name));
        assertThat(session.store()).isPresent();
        assertThat(window.editors()).containsExactly(name);
        assertThat(window.title()).startsWith(name);
        window.shell()
                .find(CLabel.class, "State of the dump")
                .waitFor("that it is ready", state -> state.getText().startsWith("Ready"));
        assertThat(window.shell().texts()).noneMatch(text -> text.contains("eading the dump"));
    }

    @Test
    void aBrokenFileIsSaidOnceInItsEditor() throws IOException {
        byte[] noise = new byte[100_000];
        new Random(4).nextBytes(noise);
        Path file = Files.write(Objects.requireNonNull(folder).resolve("noise.dmp"), noise);
        DumpSession session = window.open(file);
        window.waitFor(session, State.FAILED);
        window.editor().waitForText(NO_DUMP);
        assertThat(window.editor().texts()).filteredOn(text -> text.contains(NO_DUMP)).hasSize(1);
        assertThat(window.dialogs()).isEmpty();
    }

    @Test
    void aFileHasOneEditor() {
        DumpSession first = window.openReady(Samples.file(SAMPLE));
        window.openReady(Samples.file("nt-win7-x86.dmp"));
        DumpSession again = window.openReady(Samples.folder().resolve("./" + SAMPLE));
        assertThat(again).isSameAs(first);
        assertThat(window.editors()).containsExactly(SAMPLE, "nt-win7-x86.dmp");
    }

    @Test
    void theLastEditorClosesTheDump() {
        DumpSession session = window.openReady(Samples.file(SAMPLE));
        window.closeEditors();
        assertThat(session.state()).isEqualTo(State.CLOSED);
        Waiting.until("no analysis", () -> session.analysis().isEmpty(), () -> "it is open");
        assertThat(session.enter()).isFalse();
        assertThat(window.title()).isEqualTo("Cairn");
    }

    @Test
    void withoutADumpEveryViewIsEmpty() {
        DumpSession session = window.openReady(Samples.file(SAMPLE));
        VIEWS.forEach(window::view);
        Ui.begin(() -> session.places().goToAddress(HEAP));
        Found<Composite> memory = window.view(ViewIds.MEMORY);
        memory.waitForText("at the start of");
        assertThat(memory.count(HexCanvas.class)).isEqualTo(1);
        window.closeEditors();
        memory.waitForText(NOTHING);
        assertThat(memory.count(HexCanvas.class)).isZero();
        window.view(ViewIds.HEAPS)
                .find(Tree.class)
                .waitFor("no heap", tree -> tree.getItemCount() == 0);
        for (String table : List.of("Blocks", "Owners", "Anomalies")) {
            Found<Composite> view = window.view("org.cairn.ui." + table.toLowerCase(Locale.ROOT));
            view.table(table).waitFor("no row", rows -> rows.count() == 0);
        }
        for (String id : VIEWS) {
            Found<Composite> view = window.view(id);
            view.waitFor(
                    "no address",
                    _ -> view.texts().stream().noneMatch(text -> text.contains("0x")));
        }
        window.shell()
                .find(CLabel.class, "State of the dump")
                .waitFor("no state", state -> state.getText().isEmpty());
    }
}
