package org.cairn.rcp;

import static java.util.stream.Collectors.joining;

import org.cairn.platform.StatePlace;
import org.cairn.ui.DumpSession;
import org.eclipse.core.runtime.Platform;
import org.eclipse.equinox.app.IApplication;
import org.eclipse.equinox.app.IApplicationContext;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.swt.SWTError;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.PlatformUI;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The Eclipse application {@code org.cairn.rcp.app}: the workbench, with the dumps that were named
 * on the command line.
 */
public final class RcpApplication implements IApplication {
    private static final String OPEN = "open";
    private static final String END_OF_OPTIONS = "--";
    private static final Integer NO_WINDOW = Integer.valueOf(1);
    private static final Duration CLOSING = Duration.ofSeconds(10);

    @Override
    @NonNullByDefault({})
    public Object start(IApplicationContext context) {
        String[] arguments =
                (String[]) context.getArguments().get(IApplicationContext.APPLICATION_ARGS);
        Path home = Path.of(System.getProperty("user.home"));
        Path state = StatePlace.folder(System.getenv(), System.getProperty("os.name"), home);
        try {
            StateFolder.take(Platform.getInstanceLocation(), state);
        } catch (IOException failure) {
            return refuse(
                    "cannot keep the state of the window in %s (%s); CAIRN_WORKSPACE names another folder"
                            .formatted(state, failure.getMessage()));
        }
        Display display;
        try {
            display = PlatformUI.createDisplay();
        } catch (SWTError | LinkageError failure) {
            return refuse("cannot open a window on this display: " + failure.getMessage());
        }
        try {
            int code =
                    PlatformUI.createAndRunWorkbench(
                            display, new RcpWorkbenchAdvisor(dumps(arguments)));
            DumpSession.awaitClosed(CLOSING);
            return code == PlatformUI.RETURN_RESTART ? EXIT_RESTART : EXIT_OK;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return EXIT_OK;
        } finally {
            display.dispose();
        }
    }

    private static Object refuse(String reason) {
        System.err.println("cairn: " + reason.lines().map(String::strip).collect(joining(" ")));
        return NO_WINDOW;
    }

    /** What the command line {@code open [--] DUMP...} names. */
    private static List<Path> dumps(String[] arguments) {
        List<Path> dumps = new ArrayList<>();
        if (arguments.length > 0 && arguments[0].equals(OPEN)) {
            int first = arguments.length > 1 && arguments[1].equals(END_OF_OPTIONS) ? 2 : 1;
            for (String argument : List.of(arguments).subList(first, arguments.length)) {
                try {
                    dumps.add(Path.of(argument).toAbsolutePath());
                } catch (InvalidPathException unusable) {
                    System.err.println("cairn: not a name of a file: " + argument);
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
