package org.cairn.ui.driver;

import org.cairn.ui.DumpSession.State;
import org.cairn.ui.ViewIds;
import org.eclipse.swt.widgets.Tree;

import java.util.ArrayList;
import java.util.List;

/**
 * Waits for the dump in the active editor and says what can be seen. The system property {@code
 * cairn.visit.select} names a row of the heaps to choose before, with the rows above it: {@code
 * x.dmp/app.exe/0x1000}.
 */
final class ReportVisit {
    private final Window window = Window.ofWorkbench();
    private final List<String> lines = new ArrayList<>();

    List<String> lines() {
        window.waitFor(window.session(), State.READY);
        String choice = System.getProperty("cairn.visit.select");
        if (choice != null) {
            Found<Tree> heaps = window.view(ViewIds.HEAPS).find(Tree.class, "Heaps");
            String[] path = choice.split("/");
            heaps.select(path);
            window.view(ViewIds.DETAILS).waitForText(path[path.length - 1]);
        }
        lines.add("title: " + window.title());
        add("editor", window.editors());
        add("overview", window.editor().texts());
        add("view", window.visibleViews());
        for (String view : List.of(ViewIds.HEAPS, ViewIds.DETAILS)) {
            add(view, window.view(view).texts());
        }
        add("dialog", window.dialogs());
        return lines;
    }

    private void add(String name, List<String> texts) {
        texts.forEach(text -> text.lines().forEach(line -> lines.add(name + ": " + line)));
    }
}
