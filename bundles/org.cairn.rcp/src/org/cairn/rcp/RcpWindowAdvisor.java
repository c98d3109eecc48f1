package org.cairn.rcp;

import org.cairn.ui.ActiveDump;
import org.cairn.ui.DumpDrop;
import org.cairn.ui.DumpEditors;
import org.cairn.ui.DumpSession;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.swt.dnd.FileTransfer;
import org.eclipse.swt.graphics.Point;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.application.ActionBarAdvisor;
import org.eclipse.ui.application.IActionBarConfigurer;
import org.eclipse.ui.application.IWorkbenchWindowConfigurer;
import org.eclipse.ui.application.WorkbenchWindowAdvisor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The window of Cairn. */
final class RcpWindowAdvisor extends WorkbenchWindowAdvisor {
    private static final Point SIZE = new Point(1280, 800);
    private static final String NAME = "Cairn";

    private final List<Path> dumps;
    private final DumpStatus status = new DumpStatus();

    @NonNullByDefault({})
    RcpWindowAdvisor(IWorkbenchWindowConfigurer configurer, List<Path> dumps) {
        super(configurer);
        this.dumps = dumps;
    }

    @Override
    @NonNullByDefault({})
    public ActionBarAdvisor createActionBarAdvisor(IActionBarConfigurer configurer) {
        configurer.getStatusLineManager().add(status);
        return super.createActionBarAdvisor(configurer);
    }

    @Override
    public void preWindowOpen() {
        IWorkbenchWindowConfigurer window = getWindowConfigurer();
        window.setInitialSize(SIZE);
        window.setTitle(NAME);
        window.setShowMenuBar(true);
        window.setShowCoolBar(true);
        window.setShowStatusLine(true);
        window.setShowProgressIndicator(true);
        window.setShowPerspectiveBar(false);
        window.addEditorAreaTransfer(FileTransfer.getInstance());
        window.configureEditorAreaDropListener(new DumpDrop(window.getWindow()));
    }

    /** The welcome page waits until it is known that no dump is open. */
    @Override
    public void openIntro() {
        // shown by postWindowOpen
    }

    @Override
    public void postWindowOpen() {
        IWorkbenchWindow window = getWindowConfigurer().getWindow();
        ActiveDump.follow(window, this::show);
        dumps.forEach(dump -> DumpEditors.open(window, dump));
        IWorkbenchPage page = window.getActivePage();
        if (page != null && page.getEditorReferences().length == 0) {
            window.getWorkbench().getIntroManager().showIntro(window, false);
        }
    }

    private void show(Optional<DumpSession> dump) {
        String title = dump.map(open -> open.name() + " - " + NAME).orElse(NAME);
        getWindowConfigurer().setTitle(title);
        status.show(dump);
    }
}
