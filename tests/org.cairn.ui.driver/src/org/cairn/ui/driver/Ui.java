package org.cairn.ui.driver;

import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.PlatformUI;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The way to the UI thread. What fails there fails here. */
public final class Ui {
    private static final int LIMIT_SECONDS = 120;

    private Ui() {}

    /**
     * Asks something on the UI thread and waits for the answer.
     *
     * @param <T> the answer
     * @param question may use widgets
     * @return the answer
     * @throws IllegalStateException when the UI thread is stuck; says where
     */
    public static <T> T ask(Supplier<T> question) {
        Display display = display();
        FutureTask<T> task = new FutureTask<>(question::get);
        Runnable drive = () -> Watchdog.leavingOut(display, task);
        if (Display.getCurrent() == display) {
            drive.run();
        } else {
            display.asyncExec(drive);
        }
        try {
            return task.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                default -> throw new IllegalStateException(failed.getCause());
            }
        } catch (TimeoutException stuck) {
            IllegalStateException failure = new IllegalStateException("the UI thread is stuck");
            failure.setStackTrace(display.getThread().getStackTrace());
            throw failure;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    /**
     * Does something on the UI thread and waits until it is done.
     *
     * @param action may use widgets
     */
    public static void act(Runnable action) {
        ask(
                () -> {
                    action.run();
                    return Boolean.TRUE;
                });
    }

    /**
     * Lets something happen on the UI thread that may last, such as a dialog, and does not wait. To
     * the watchdog this is an event like others.
     *
     * @param action may use widgets
     */
    public static void begin(Runnable action) {
        display().asyncExec(action);
    }

    static Display display() {
        return PlatformUI.getWorkbench().getDisplay();
    }
}
