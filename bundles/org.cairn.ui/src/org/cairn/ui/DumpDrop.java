package org.cairn.ui;

import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.swt.dnd.DND;
import org.eclipse.swt.dnd.DropTarget;
import org.eclipse.swt.dnd.DropTargetAdapter;
import org.eclipse.swt.dnd.DropTargetEvent;
import org.eclipse.swt.dnd.FileTransfer;
import org.eclipse.swt.widgets.Control;
import org.eclipse.ui.IWorkbenchWindow;

import java.nio.file.Path;

/** Opens the dumps that are dropped. */
public final class DumpDrop extends DropTargetAdapter {
    private final IWorkbenchWindow window;

    /**
     * Creates the listener of a target that takes {@link FileTransfer}.
     *
     * @param window where dumps are opened
     */
    public DumpDrop(IWorkbenchWindow window) {
        this.window = window;
    }

    /**
     * Lets dumps be dropped on a control and all that is in it.
     *
     * @param control without a target so far
     * @param window where they are opened
     */
    public static void on(Control control, IWorkbenchWindow window) {
        DropTarget target = new DropTarget(control, DND.DROP_COPY | DND.DROP_DEFAULT);
        target.setTransfer(FileTransfer.getInstance());
        target.addDropListener(new DumpDrop(window));
    }

    @Override
    @NonNullByDefault({})
    public void dragEnter(DropTargetEvent event) {
        if (event.detail == DND.DROP_DEFAULT) {
            event.detail = DND.DROP_COPY;
        }
    }

    @Override
    @NonNullByDefault({})
    public void drop(DropTargetEvent event) {
        if (event.data instanceof String[] files) {
            for (String file : files) {
                DumpEditors.open(window, Path.of(file));
            }
        }
    }
}
