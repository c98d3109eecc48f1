package org.cairn.rcp;

import org.eclipse.equinox.app.IApplication;
import org.eclipse.equinox.app.IApplicationContext;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.PlatformUI;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The Eclipse application {@code org.cairn.rcp.app}: the workbench, with the dumps that were named.
 */
public final class RcpApplication implements IApplication {
    @Override
    @NonNullByDefault({})
    public Object start(IApplicationContext context) {
        String[] arguments =
                (String[]) context.getArguments().get(IApplicationContext.APPLICATION_ARGS);
        Display display = PlatformUI.createDisplay();
        try {
            int code =
                    PlatformUI.createAndRunWorkbench(
                            display, new RcpWorkbenchAdvisor(dumps(arguments)));
            return code == PlatformUI.RETURN_RESTART ? EXIT_RESTART : EXIT_OK;
        } finally {
            display.dispose();
        }
    }

    /** What is no option is a dump. */
    private static List<Path> dumps(String[] arguments) {
        List<Path> dumps = new ArrayList<>();
        for (String argument : arguments) {
            if (!argument.startsWith("-")) {
                try {
                    dumps.add(Path.of(argument).toAbsolutePath());
                } catch (InvalidPathException unusable) {
                    dumps.add(Path.of("unusable name"));
                }
            }
        }
        return dumps;
    }

    @Override
    public void stop() {
        if (PlatformUI.isWorkbenchRunning()) {
            IWorkbench workbench = PlatformUI.getWorkbench();
            Display display = workbench.getDisplay();
            if (!display.isDisposed()) {
                display.asyncExec(workbench::close);
            }
        }
    }
}
