package org.cairn.ui.widgets.table;

import org.cairn.ui.widgets.internal.WidgetThread;
import org.eclipse.swt.widgets.Control;

/** The turns of a widget's display; nothing runs once the widget is gone. */
final class WidgetTurns implements Turns {
    private static final long NANOSECONDS = 1_000_000;

    private final WidgetThread thread;

    WidgetTurns(Control control) {
        thread = new WidgetThread(control);
    }

    @Override
    public long now() {
        return System.nanoTime() / NANOSECONDS;
    }

    @Override
    public void run(Runnable action) {
        if (thread.isCurrent()) {
            thread.now(action);
        } else {
            thread.soon(action);
        }
    }

    @Override
    public void later(int milliseconds, Runnable action) {
        thread.later(milliseconds, action);
    }
}
