package org.cairn.ui;

import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;

/**
 * A way to show memory in the view Memory. Contributed through the extension point {@code
 * org.cairn.ui.memoryRenderings}; an instance belongs to one view and is used on the UI thread. It
 * reads memory through an {@link Asker}, never on the UI thread.
 */
public interface MemoryRendering {
    /**
     * Makes the control. Called once, before anything else.
     *
     * @param parent to make it in
     * @return the control; the view lays it out and disposes it
     */
    Control create(Composite parent);

    /**
     * Shows a place in memory.
     *
     * @param dump the dump
     * @param place with an address, and perhaps the block that holds it
     */
    void show(DumpSession dump, Place place);

    /** Shows that there is no memory to show. */
    void clear();
}
