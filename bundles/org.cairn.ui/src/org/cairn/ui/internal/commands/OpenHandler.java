package org.cairn.ui.internal.commands;

import org.cairn.ui.DumpEditors;
import org.cairn.ui.internal.recent.RecentDumps;
import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.handlers.HandlerUtil;

import java.nio.file.Path;

/** Lets the user choose dumps and opens them. */
public final class OpenHandler extends AbstractHandler {
    /** Identity of the command, as {@code plugin.xml} has it. */
    public static final String COMMAND = "org.cairn.ui.open";

    private static final String[] KINDS = {"*", "*.dmp;*.mdmp;*.hdmp;*.DMP", "*.txt;*.log"};
    private static final String[] KIND_NAMES = {
        "All files (recognised by content)", "Minidumps", "Transcripts of debuggers"
    };

    @Override
    @NonNullByDefault({})
    public Object execute(ExecutionEvent event) {
        IWorkbenchWindow window = HandlerUtil.getActiveWorkbenchWindow(event);
        if (window != null) {
            open(window);
        }
        return null;
    }

    private static void open(IWorkbenchWindow window) {
        FileDialog dialog = new FileDialog(window.getShell(), SWT.OPEN | SWT.MULTI);
        dialog.setText("Open Dump");
        dialog.setFilterExtensions(KINDS);
        dialog.setFilterNames(KIND_NAMES);
        RecentDumps.ofWorkspace()
                .folder()
                .ifPresent(folder -> dialog.setFilterPath(folder.toString()));
        if (dialog.open() != null) {
            Path folder = Path.of(dialog.getFilterPath());
            for (String name : dialog.getFileNames()) {
                DumpEditors.open(window, folder.resolve(name));
            }
        }
    }
}
