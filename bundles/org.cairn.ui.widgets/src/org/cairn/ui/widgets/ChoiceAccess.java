package org.cairn.ui.widgets;

import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleControlAdapter;
import org.eclipse.swt.accessibility.AccessibleControlEvent;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Control;

/** Tells screen readers of the parts of a control. */
@NonNullByDefault({})
public final class ChoiceAccess {
    private final Control control;
    private final Choices choices;

    private ChoiceAccess(Control control, Choices choices) {
        this.control = control;
        this.choices = choices;
    }

    /**
     * Begins to tell. Called once for each control.
     *
     * @param control has the parts
     * @param choices the parts
     */
    public static void install(Control control, Choices choices) {
        ChoiceAccess access = new ChoiceAccess(control, choices);
        control.getAccessible().addAccessibleListener(access.new Names());
        control.getAccessible().addAccessibleControlListener(access.new Parts());
    }

    private boolean isItem(int child) {
        return child >= 0 && child < choices.count();
    }

    /** Their names. */
    private final class Names extends AccessibleAdapter {
        @Override
        public void getName(AccessibleEvent event) {
            if (isItem(event.childID)) {
                event.result = choices.spoken(event.childID);
            }
        }
    }

    /** What and where they are. */
    private final class Parts extends AccessibleControlAdapter {
        @Override
        public void getChildCount(AccessibleControlEvent event) {
            event.detail = choices.count();
        }

        @Override
        public void getChildren(AccessibleControlEvent event) {
            Object[] children = new Object[choices.count()];
            for (int i = 0; i < children.length; i++) {
                children[i] = i;
            }
            event.children = children;
        }

        @Override
        public void getRole(AccessibleControlEvent event) {
            event.detail = isItem(event.childID) ? ACC.ROLE_LISTITEM : ACC.ROLE_LIST;
        }

        @Override
        public void getState(AccessibleControlEvent event) {
            event.detail = ACC.STATE_FOCUSABLE;
            if (control.isFocusControl() && event.childID == choices.current()) {
                event.detail |= ACC.STATE_FOCUSED;
            }
        }

        @Override
        public void getFocus(AccessibleControlEvent event) {
            event.childID = control.isFocusControl() ? choices.current() : ACC.CHILDID_NONE;
        }

        @Override
        public void getLocation(AccessibleControlEvent event) {
            if (isItem(event.childID)) {
                Rectangle bounds = choices.bounds(event.childID);
                Point origin = control.toDisplay(bounds.x, bounds.y);
                event.x = origin.x;
                event.y = origin.y;
                event.width = bounds.width;
                event.height = bounds.height;
            }
        }

        @Override
        public void getChildAtPoint(AccessibleControlEvent event) {
            Point point = control.toControl(event.x, event.y);
            for (int i = 0; i < choices.count(); i++) {
                if (choices.bounds(i).contains(point)) {
                    event.childID = i;
                    return;
                }
            }
        }
    }
}
