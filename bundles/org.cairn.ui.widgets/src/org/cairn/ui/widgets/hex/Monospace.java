package org.cairn.ui.widgets.hex;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.widgets.Display;

/** The system's font with characters of one width. */
final class Monospace {
    private Monospace() {}

    /** A font of the size of the system's own, to be disposed by the caller. */
    static Font create(Display display) {
        int height = display.getSystemFont().getFontData()[0].getHeight();
        String family =
                switch (SWT.getPlatform()) {
                    case "win32" -> "Consolas";
                    case "cocoa" -> "Menlo";
                    default -> "Monospace";
                };
        return new Font(display, family, height, SWT.NORMAL);
    }
}
