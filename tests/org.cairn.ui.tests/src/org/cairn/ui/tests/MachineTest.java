package org.cairn.ui.tests;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.testkit.CorpusFiles;
import org.cairn.ui.DumpSession;
import org.cairn.ui.ViewIds;
import org.cairn.ui.driver.Found;
import org.cairn.ui.driver.Ui;
import org.cairn.ui.driver.Window;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Tree;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** A dump of a machine has processes and a kernel. */
@WindowTest
class MachineTest {
    private static final String MACHINE = "reactos/reactos-x86-64M.elf";

    /** The header of the first heap of SMSS.EXE, as the corpus' truth names it. */
    private static final long HEAP = 0x41_0000;

    @TempDir @Nullable Path folder;

    private final Window window = Window.ofWorkbench();

    @Test
    void showsTheProcessesAndTheirKernel() throws IOException {
        Optional<CorpusFiles> corpus = CorpusFiles.locate();
        Assumptions.assumeTrue(corpus.isPresent(), CorpusFiles.MISSING);
        DumpSession session =
                window.openReady(corpus.get().file(MACHINE, Objects.requireNonNull(folder)));

        Found<Tree> heaps = window.view(ViewIds.HEAPS).find(Tree.class, "Heaps");
        heaps.waitForText("SMSS.EXE  pid 80");
        assertThat(heaps.texts())
                .anyMatch(text -> text.contains("ntoskrnl.exe  kernel"))
                .anyMatch(text -> text.contains("System  pid 4"));
        Found<Composite> memory = window.view(ViewIds.MEMORY);
        Ui.begin(() -> session.places().goToAddress(HEAP));
        Found<Combo> process = memory.find(Combo.class, "Process");
        process.waitFor(
                "the kernel and both processes",
                combo ->
                        String.join(",", combo.getItems())
                                .equals("ntoskrnl.exe,System 4,SMSS.EXE 80"));
        Ui.begin(() -> session.places().go(place -> place.atDump()));
        Found<Composite> details = window.view(ViewIds.DETAILS);
        details.waitForText("SMSS.EXE");
        details.waitForText("kernel structures x86");
        details.waitForText("its process object has the size that the kernel names");
    }
}
