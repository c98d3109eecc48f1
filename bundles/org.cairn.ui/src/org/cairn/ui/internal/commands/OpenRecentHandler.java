package org.cairn.ui.internal.commands;

import org.cairn.ui.DumpEditors;
import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.handlers.HandlerUtil;

import java.nio.file.Path;

/** Opens a dump that was opened before. */
public final class OpenRecentHandler extends AbstractHandler {
    /** Identity of the command, as {@code plugin.xml} has it. */
    public static final String COMMAND = "org.cairn.ui.openRecent";

    /** Identity of its parameter: the file. */
    public static final String FILE = "org.cairn.ui.openRecent.file";

    @Override
    @NonNullByDefault({})
    public Object execute(ExecutionEvent event) {
        IWorkbenchWindow window = HandlerUtil.getActiveWorkbenchWindow(event);
        String file = event.getParameter(FILE);
        if (window != null && file != null) {
            DumpEditors.open(window, Path.of(file));
        }
        return null;
    }
}
