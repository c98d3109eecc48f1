package org.cairn.ui;

import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.swt.widgets.Display;

/**
 * Calls again and again while a dump is being opened, so that what is said of the work stays true.
 * Used on the UI thread.
 */
public final class OpeningPulse {
    private static final int MILLIS = 250;

    private final Display display;
    private final Runnable again;
    private final Runnable beat = this::beat;
    private @Nullable DumpSession dump;

    /**
     * Follows no dump yet.
     *
     * @param display whose thread is used
     * @param again called four times a second, and once when the dump is open
     */
    public OpeningPulse(Display display, Runnable again) {
        this.display = display;
        this.again = again;
    }

    /**
     * Follows a dump, and no other one any more.
     *
     * @param session the dump, or null for none
     */
    public void follow(@Nullable DumpSession session) {
        dump = session;
        int next = session != null && session.isOpening() ? MILLIS : -1;
        display.timerExec(next, beat);
    }

    private void beat() {
        again.run();
        follow(dump);
    }
}
