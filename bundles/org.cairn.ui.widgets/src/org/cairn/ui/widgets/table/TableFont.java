package org.cairn.ui.widgets.table;

import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.graphics.FontMetrics;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.widgets.Control;

/**
 * A font with its measures.
 *
 * @param font the font
 * @param ascent pixels from the top of a text to its base line
 * @param height pixels of a line
 * @param character pixels of a character on average
 * @param advances widths of texts
 */
record TableFont(Font font, int ascent, int height, double character, Advances advances) {
    static TableFont of(Control control, Font font) {
        GC gc = new GC(control);
        try {
            gc.setFont(font);
            FontMetrics metrics = gc.getFontMetrics();
            return new TableFont(
                    font,
                    metrics.getAscent() + metrics.getLeading(),
                    metrics.getHeight(),
                    metrics.getAverageCharacterWidth(),
                    new Advances(text -> measure(control, font, text)));
        } finally {
            gc.dispose();
        }
    }

    private static int measure(Control control, Font font, String text) {
        GC gc = new GC(control);
        try {
            gc.setFont(font);
            return gc.stringExtent(text).x;
        } finally {
            gc.dispose();
        }
    }
}
