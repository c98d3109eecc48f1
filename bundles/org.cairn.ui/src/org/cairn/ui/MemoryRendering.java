package org.cairn.ui;

import org.cairn.system.ProcessImage;
import org.eclipse.jface.action.IMenuManager;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.ui.IMemento;

import java.util.Optional;

/**
 * A way to show memory in the view Memory. Contributed through the extension point {@code
 * org.cairn.ui.memoryRenderings}; an instance belongs to one view and is used on the UI thread. It
 * reads memory through an {@link Asker}, never on the UI thread. A rendering that throws is
 * replaced by a message.
 */
public interface MemoryRendering {
    /**
     * Makes the control. Called once, after {@link #restore} and before anything else.
     *
     * @param parent to make it in
     * @return the control; the view lays it out and disposes it
     */
    Control create(Composite parent);

    /**
     * Shows a place in memory.
     *
     * @param dump the dump; what is chosen here is told to its {@link DumpSession#places()}
     * @param process whose memory is shown
     * @param place with an address, and perhaps the block that holds it
     */
    void show(DumpSession dump, ProcessImage process, Place place);

    /** Shows that there is no memory to show. */
    void clear();

    /**
     * What the command Copy puts on the clipboard.
     *
     * @return the selected text, or empty when nothing is selected
     */
    default Optional<String> selectedText() {
        return Optional.empty();
    }

    /**
     * Adds what can be done with what is shown. Called each time that a menu opens.
     *
     * @param menu of the view, or below the pointer
     */
    default void fillMenu(IMenuManager menu) {
        // nothing can be done
    }

    /**
     * Takes the settings that {@link #save} kept. Called once, before {@link #create}; not called
     * when none were kept.
     *
     * @param settings of an earlier start
     */
    default void restore(IMemento settings) {
        // there are no settings
    }

    /**
     * Keeps settings, such as the size of words, for the next start.
     *
     * @param settings to put them into
     */
    default void save(IMemento settings) {
        // there are no settings
    }
}
