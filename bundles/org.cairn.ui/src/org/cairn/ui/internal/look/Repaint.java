package org.cairn.ui.internal.look;

import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.jface.util.IPropertyChangeListener;
import org.eclipse.jface.util.PropertyChangeEvent;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Listener;

/**
 * Paints once for all the colours that change together when the theme does. It paints in a later
 * turn of the UI thread, since the platform styles its controls anew in this one.
 */
final class Repaint implements IPropertyChangeListener, Listener {
    private final Control control;
    private final Runnable paint;
    private boolean pending;

    Repaint(Control control, Runnable paint) {
        this.control = control;
        this.paint = paint;
    }

    @Override
    @NonNullByDefault({})
    public void propertyChange(PropertyChangeEvent event) {
        later();
    }

    @Override
    @NonNullByDefault({})
    public void handleEvent(Event event) {
        later();
    }

    private void later() {
        if (!pending && !control.isDisposed()) {
            pending = true;
            control.getDisplay().asyncExec(this::paint);
        }
    }

    private void paint() {
        pending = false;
        if (!control.isDisposed()) {
            paint.run();
        }
    }
}
