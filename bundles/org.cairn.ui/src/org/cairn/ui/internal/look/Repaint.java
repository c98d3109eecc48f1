package org.cairn.ui.internal.look;

import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.jface.util.IPropertyChangeListener;
import org.eclipse.jface.util.PropertyChangeEvent;
import org.eclipse.swt.widgets.Control;

/** Paints once for all the colours that change together when the theme does. */
final class Repaint implements IPropertyChangeListener {
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
