package org.cairn.rcp;

import org.cairn.ui.CairnPerspective;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.application.IWorkbenchConfigurer;
import org.eclipse.ui.application.IWorkbenchWindowConfigurer;
import org.eclipse.ui.application.WorkbenchAdvisor;
import org.eclipse.ui.application.WorkbenchWindowAdvisor;

import java.nio.file.Path;
import java.util.List;

/** How the workbench of Cairn begins: with its perspective, as it was left. */
final class RcpWorkbenchAdvisor extends WorkbenchAdvisor {
    private final List<Path> dumps;

    RcpWorkbenchAdvisor(List<Path> dumps) {
        this.dumps = dumps;
    }

    @Override
    @NonNullByDefault({})
    public void initialize(IWorkbenchConfigurer configurer) {
        configurer.setSaveAndRestore(true);
    }

    @Override
    public void postStartup() {
        Display display = getWorkbenchConfigurer().getWorkbench().getDisplay();
        display.addListener(SWT.Settings, new Restyling());
    }

    @Override
    public String getInitialWindowPerspectiveId() {
        return CairnPerspective.ID;
    }

    @Override
    @NonNullByDefault({})
    public WorkbenchWindowAdvisor createWorkbenchWindowAdvisor(
            IWorkbenchWindowConfigurer configurer) {
        return new RcpWindowAdvisor(configurer, dumps);
    }
}
