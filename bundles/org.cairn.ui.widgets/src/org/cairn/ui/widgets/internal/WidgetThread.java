package org.cairn.ui.widgets.internal;

import org.eclipse.swt.SWT;
import org.eclipse.swt.SWTException;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;

/** The thread of a widget's display; nothing runs once the widget is gone. */
public final class WidgetThread {
    private final Control control;
    private final Display display;

    /**
     * The thread of a widget.
     *
     * @param control the widget
     */
    public WidgetThread(Control control) {
        this.control = control;
        this.display = control.getDisplay();
    }

    /**
     * Whether it is the thread of the caller.
     *
     * @return whether it is
     */
    public boolean isCurrent() {
        return Thread.currentThread() == display.getThread();
    }

    /**
     * Runs something at once. Of this thread.
     *
     * @param action what to run
     */
    public void now(Runnable action) {
        if (!control.isDisposed()) {
            action.run();
        }
    }

    /**
     * Runs something after what waits already. Of any thread.
     *
     * @param action what to run
     */
    public void soon(Runnable action) {
        try {
            display.asyncExec(() -> now(action));
        } catch (SWTException closed) {
            if (closed.code != SWT.ERROR_DEVICE_DISPOSED) {
                throw closed;
            }
        }
    }

    /**
     * Runs something after a time. Of this thread.
     *
     * @param milliseconds from now
     * @param action what to run
     */
    public void later(int milliseconds, Runnable action) {
        display.timerExec(milliseconds, () -> now(action));
    }
}
