package org.cairn.ui.internal.tables;

import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.swt.widgets.Control;

/**
 * Lets wishes that follow each other quickly settle: only the last one is done, when no further one
 * has come for a moment. Used on the UI thread.
 */
final class Settling {
    private final Control control;
    private final int millis;
    private final Runnable settled = this::settle;
    private @Nullable Runnable wish;
    private boolean isRestless;

    /** While the control lives; a moment lasts so many milliseconds. */
    Settling(Control control, int millis) {
        this.control = control;
        this.millis = millis;
    }

    /** Does something after a moment, instead of what was wished before. */
    void soon(Runnable something) {
        wish = something;
        isRestless = true;
        control.getDisplay().timerExec(millis, settled);
    }

    /** Does something at once, but after a moment if another wish has just come. */
    void now(Runnable something) {
        if (isRestless) {
            soon(something);
        } else {
            isRestless = true;
            control.getDisplay().timerExec(millis, settled);
            something.run();
        }
    }

    /** Forgets the wish that was not done yet. */
    void forget() {
        wish = null;
    }

    private void settle() {
        isRestless = false;
        Runnable last = wish;
        wish = null;
        if (last != null && !control.isDisposed()) {
            last.run();
        }
    }
}
