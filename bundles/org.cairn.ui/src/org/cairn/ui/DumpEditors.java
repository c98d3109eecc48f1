package org.cairn.ui;

import org.cairn.ui.internal.editor.DumpEditor;
import org.cairn.ui.internal.editor.DumpEditorInput;
import org.cairn.ui.internal.recent.RecentDumps;
import org.eclipse.core.runtime.ILog;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.intro.IIntroManager;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Opens dumps in a window, each in an editor of its own. */
public final class DumpEditors {
    private DumpEditors() {}

    /**
     * Opens a dump, or shows the editor that has it. What cannot be read is said in the editor.
     *
     * @param window where
     * @param file the dump
     */
    public static void open(IWorkbenchWindow window, Path file) {
        IWorkbenchPage page = window.getActivePage();
        if (page == null) {
            return;
        }
        Path dump = file.toAbsolutePath().normalize();
        RecentDumps.ofWorkspace().add(dump);
        IIntroManager welcome = window.getWorkbench().getIntroManager();
        welcome.closeIntro(welcome.getIntro());
        try {
            focus(page, page.openEditor(new DumpEditorInput(dump), DumpEditor.ID));
        } catch (PartInitException failure) {
            ILog.of(DumpEditors.class).error("cannot open an editor for " + file, failure);
        }
    }

    /** Later: behind the welcome page the editor is hidden still, and cannot have the keyboard. */
    private static void focus(IWorkbenchPage page, IEditorPart editor) {
        page.getWorkbenchWindow()
                .getShell()
                .getDisplay()
                .asyncExec(
                        () -> {
                            if (page.getActivePart() == editor) {
                                editor.setFocus();
                            }
                        });
    }

    /**
     * The dump in the active editor of a window.
     *
     * @param window the window, or null
     * @return the dump, if there is one
     */
    public static Optional<DumpSession> active(@Nullable IWorkbenchWindow window) {
        IWorkbenchPage page = window == null ? null : window.getActivePage();
        IEditorPart editor = page == null ? null : page.getActiveEditor();
        return editor == null
                ? Optional.empty()
                : Optional.ofNullable(editor.getAdapter(DumpSession.class));
    }

    /**
     * The dumps in all editors of all windows.
     *
     * @param workbench whose windows
     * @return the dumps whose editors were shown since the start
     */
    public static List<DumpSession> all(IWorkbench workbench) {
        return Stream.of(workbench.getWorkbenchWindows())
                .flatMap(window -> Stream.of(window.getPages()))
                .flatMap(page -> Stream.of(page.getEditorReferences()))
                .map(reference -> reference.getEditor(false))
                .filter(Objects::nonNull)
                .map(editor -> editor.getAdapter(DumpSession.class))
                .filter(Objects::nonNull)
                .toList();
    }
}
