package org.cairn.ui.widgets.table;

import org.eclipse.swt.SWT;
import org.eclipse.swt.SWTException;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;

/** The turns of a widget's display; nothing runs once the widget is gone. */
final class WidgetTurns implements Turns {
    private static final long NANOSECONDS = 1_000_000;

    private final Control control;
    private final Display display;

    WidgetTurns(Control control) {
        this.control = control;
        this.display = control.getDisplay();
    }

    @Override
    public long now() {
        return System.nanoTime() / NANOSECONDS;
    }

    @Override
    public void run(Runnable action) {
        if (Thread.currentThread() == display.getThread()) {
            runIfThere(action);
            return;
        }
        try {
            display.asyncExec(() -> runIfThere(action));
        } catch (SWTException e) {
            if (e.code != SWT.ERROR_DEVICE_DISPOSED) {
                throw e;
            }
        }
    }

    @Override
    public void later(int milliseconds, Runnable action) {
        display.timerExec(milliseconds, () -> runIfThere(action));
    }

    private void runIfThere(Runnable action) {
        if (!control.isDisposed()) {
            action.run();
        }
    }
}
