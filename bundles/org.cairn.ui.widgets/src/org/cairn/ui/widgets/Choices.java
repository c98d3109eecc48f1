package org.cairn.ui.widgets;

import org.eclipse.swt.graphics.Rectangle;

/** The parts of one control that can be chosen, as a screen reader asks for them. */
public interface Choices {
    /**
     * How many there are.
     *
     * @return at least 0
     */
    int count();

    /**
     * All that a part says, as text.
     *
     * @param choice from 0
     * @return one line
     */
    String spoken(int choice);

    /**
     * Where a part is.
     *
     * @param choice from 0
     * @return relative to the control
     */
    Rectangle bounds(int choice);

    /**
     * The part that the keyboard is at.
     *
     * @return from 0
     */
    int current();
}
