package org.cairn.ui.widgets;

import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.widgets.Control;

/** The name by which a screen reader, and a test, knows a control. */
public final class AccessibleName {
    /** Key under which a control keeps its name as data. */
    public static final String KEY = "name";

    private AccessibleName() {}

    /**
     * Names a control. Called once for each control.
     *
     * @param control to be named
     * @param name for people
     */
    public static void set(Control control, String name) {
        control.setData(KEY, name);
        control.getAccessible()
                .addAccessibleListener(
                        new AccessibleAdapter() {
                            @Override
                            @NonNullByDefault({})
                            public void getName(AccessibleEvent event) {
                                event.result = name;
                            }
                        });
    }
}
