package org.cairn.rcp;

import org.cairn.ui.DumpEditors;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.swt.graphics.Point;
import org.eclipse.ui.application.IWorkbenchWindowConfigurer;
import org.eclipse.ui.application.WorkbenchWindowAdvisor;

import java.nio.file.Path;
import java.util.List;

/** The window of Cairn. */
final class RcpWindowAdvisor extends WorkbenchWindowAdvisor {
    private static final Point SIZE = new Point(1280, 800);

    private final List<Path> dumps;

    @NonNullByDefault({})
    RcpWindowAdvisor(IWorkbenchWindowConfigurer configurer, List<Path> dumps) {
        super(configurer);
        this.dumps = dumps;
    }

    @Override
    public void preWindowOpen() {
        IWorkbenchWindowConfigurer window = getWindowConfigurer();
        window.setInitialSize(SIZE);
        window.setTitle("Cairn");
        window.setShowMenuBar(true);
        window.setShowCoolBar(true);
        window.setShowStatusLine(true);
        window.setShowProgressIndicator(true);
        window.setShowPerspectiveBar(false);
    }

    @Override
    public void postWindowOpen() {
        dumps.forEach(dump -> DumpEditors.open(getWindowConfigurer().getWindow(), dump));
    }
}
