package org.cairn.ui.internal.look;

import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.widgets.Display;

/** The clipboard for texts. Used on the UI thread. */
public final class TextClipboard {
    private TextClipboard() {}

    /**
     * Puts a text on the clipboard.
     *
     * @param text the text; an empty one leaves the clipboard as it is
     */
    public static void put(String text) {
        if (text.isEmpty()) {
            return;
        }
        Clipboard clipboard = new Clipboard(Display.getCurrent());
        try {
            clipboard.setContents(new Object[] {text}, new Transfer[] {TextTransfer.getInstance()});
        } finally {
            clipboard.dispose();
        }
    }
}
