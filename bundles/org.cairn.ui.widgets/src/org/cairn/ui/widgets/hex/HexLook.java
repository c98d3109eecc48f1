package org.cairn.ui.widgets.hex;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Listener;

/**
 * Colours and font of a canvas: those of the system, of which it follows the changes, until it is
 * given others.
 */
final class HexLook {
    private static final int SAMPLE = 64;

    private final Canvas canvas;
    private final Font systemFont;
    private HexPalette palette;
    private boolean given;

    /**
     * The look of the system.
     *
     * @param canvas with the life of which it ends
     * @param changed run when the system looks different
     */
    HexLook(Canvas canvas, Runnable changed) {
        this.canvas = canvas;
        Display display = canvas.getDisplay();
        systemFont = monospaced(display);
        palette = HexPalette.of(display, systemFont);
        Listener settings =
                event -> {
                    if (!given) {
                        palette = HexPalette.of(display, systemFont);
                        changed.run();
                    }
                };
        display.addListener(SWT.Settings, settings);
        canvas.addListener(
                SWT.Dispose,
                event -> {
                    display.removeListener(SWT.Settings, settings);
                    systemFont.dispose();
                });
    }

    HexPalette palette() {
        return palette;
    }

    void palette(HexPalette colors) {
        given = true;
        palette = colors;
    }

    /** Measures the font. */
    Metrics measure() {
        GC gc = new GC(canvas);
        gc.setFont(palette.font());
        float cell = gc.stringExtent("0".repeat(SAMPLE)).x / (float) SAMPLE;
        int height = gc.getFontMetrics().getHeight();
        gc.dispose();
        return new Metrics(cell, height);
    }

    private static Font monospaced(Display display) {
        int height = display.getSystemFont().getFontData()[0].getHeight();
        String family =
                switch (SWT.getPlatform()) {
                    case "win32" -> "Consolas";
                    case "cocoa" -> "Menlo";
                    default -> "Monospace";
                };
        return new Font(display, family, height, SWT.NORMAL);
    }

    /**
     * Of the font, in points.
     *
     * @param cell width of each character
     * @param height of a line
     */
    record Metrics(float cell, int height) {}
}
