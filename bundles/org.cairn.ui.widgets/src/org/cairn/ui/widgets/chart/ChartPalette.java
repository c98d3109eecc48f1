package org.cairn.ui.widgets.chart;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.widgets.Display;

/**
 * Colours and font of a chart, which disposes none of them.
 *
 * @param background behind all
 * @param foreground of names and amounts
 * @param muted of axes and of what stands beside names
 * @param grid of lines behind columns
 * @param hover behind what the pointer is at
 * @param focus around what the keyboard is at
 * @param bar of bars, and of the first amount of a column
 * @param secondBar of the second amount of a column
 * @param quietBar of bars that matter less
 * @param warning of marks that ask for attention
 * @param font of all texts
 */
public record ChartPalette(
        Color background,
        Color foreground,
        Color muted,
        Color grid,
        Color hover,
        Color focus,
        Color bar,
        Color secondBar,
        Color quietBar,
        Color warning,
        Font font) {
    private static final Color BAR = new Color(0x4f, 0x83, 0xb5);
    private static final Color SECOND_BAR = new Color(0x8f, 0xb4, 0x9c);
    private static final Color WARNING_ON_LIGHT = new Color(0x9a, 0x5b, 0x00);
    private static final Color WARNING_ON_DARK = new Color(0xe2, 0xae, 0x5a);

    /**
     * Colours that go with those of a list of the system.
     *
     * @param display whose colours
     * @param font of all texts
     * @return the palette
     */
    public static ChartPalette of(Display display, Font font) {
        return of(
                display.getSystemColor(SWT.COLOR_LIST_BACKGROUND),
                display.getSystemColor(SWT.COLOR_LIST_FOREGROUND),
                font);
    }

    /**
     * Colours that go with those of a theme, light or dark.
     *
     * @param background behind all
     * @param foreground of texts
     * @param font of all texts
     * @return the palette
     */
    public static ChartPalette of(Color background, Color foreground, Font font) {
        boolean isDark = lightness(background) < lightness(foreground);
        return new ChartPalette(
                background,
                foreground,
                mix(foreground, background, 62),
                mix(foreground, background, 10),
                mix(foreground, background, 7),
                mix(foreground, background, 40),
                mix(BAR, background, 86),
                mix(SECOND_BAR, background, 72),
                mix(foreground, background, 28),
                isDark ? WARNING_ON_DARK : WARNING_ON_LIGHT,
                font);
    }

    /** The colour of a series of amounts, from 0. */
    Color series(int number) {
        return number == 0 ? bar : secondBar;
    }

    private static int lightness(Color color) {
        return 299 * color.getRed() + 587 * color.getGreen() + 114 * color.getBlue();
    }

    /** So much of the first colour, in hundredths, the rest of the second. */
    private static Color mix(Color first, Color second, int percent) {
        return new Color(
                mix(first.getRed(), second.getRed(), percent),
                mix(first.getGreen(), second.getGreen(), percent),
                mix(first.getBlue(), second.getBlue(), percent));
    }

    private static int mix(int first, int second, int percent) {
        return (first * percent + second * (100 - percent)) / 100;
    }
}
