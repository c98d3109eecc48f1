package org.cairn.ui.internal.jobs;

import org.eclipse.swt.SWT;
import org.eclipse.swt.SWTException;
import org.eclipse.swt.widgets.Display;

/** The way from background threads to the UI thread, which is never waited for. */
public final class UiThread {
    private UiThread() {}

    /**
     * Runs something on the UI thread, later; never when the window is gone.
     *
     * @param display whose thread
     * @param what to run
     */
    public static void later(Display display, Runnable what) {
        try {
            display.asyncExec(what);
        } catch (SWTException gone) {
            if (gone.code != SWT.ERROR_DEVICE_DISPOSED) {
                throw gone;
            }
        }
    }
}
