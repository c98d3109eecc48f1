package org.cairn.ui.widgets.hex;

import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.accessibility.AccessibleControlAdapter;
import org.eclipse.swt.accessibility.AccessibleControlEvent;

/** What a canvas says to people who cannot see it: the row of the caret. */
@NonNullByDefault({})
final class HexAccess extends AccessibleControlAdapter {
    private final HexCanvas canvas;
    private final HexModel model;

    private HexAccess(HexCanvas canvas, HexModel model) {
        this.canvas = canvas;
        this.model = model;
    }

    /** Begins to tell. */
    static void install(HexCanvas canvas, HexModel model) {
        canvas.getAccessible().addAccessibleControlListener(new HexAccess(canvas, model));
        canvas.onSelect(_ -> canvas.getAccessible().sendEvent(ACC.EVENT_VALUE_CHANGED, null));
    }

    @Override
    public void getRole(AccessibleControlEvent event) {
        event.detail = ACC.ROLE_TEXT;
    }

    @Override
    public void getValue(AccessibleControlEvent event) {
        event.result = canvas.rowText(model.selection.caret());
    }
}
