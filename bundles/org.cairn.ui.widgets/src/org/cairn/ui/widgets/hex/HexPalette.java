package org.cairn.ui.widgets.hex;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.widgets.Display;

import java.util.EnumMap;
import java.util.Map;

/**
 * Colours and font of a {@link HexCanvas}, which disposes none of them.
 *
 * @param background behind all
 * @param foreground of bytes and text
 * @param muted of zeros before a value, of what is no text and what is not there yet
 * @param address of addresses, headings and the reasons why bytes are absent
 * @param absent of absent bytes
 * @param selection behind selected bytes
 * @param caret around the unit from which keys move
 * @param hover around the unit under the pointer
 * @param outline around the highlighted bytes
 * @param tints behind ranges, one for each style
 * @param font monospaced
 */
public record HexPalette(
        Color background,
        Color foreground,
        Color muted,
        Color address,
        Color absent,
        Color selection,
        Color caret,
        Color hover,
        Color outline,
        Map<RangeStyle, Color> tints,
        Font font) {
    private static final int DARK_BELOW = 128;

    /** Checks that there is a tint for each style. */
    public HexPalette {
        tints = Map.copyOf(tints);
        if (tints.size() < RangeStyle.values().length) {
            throw new IllegalArgumentException("A range style has no tint");
        }
    }

    /**
     * Colours of the system.
     *
     * @param display whose colours
     * @param font monospaced
     */
    public static HexPalette of(Display display, Font font) {
        return of(
                display.getSystemColor(SWT.COLOR_LIST_BACKGROUND),
                display.getSystemColor(SWT.COLOR_LIST_FOREGROUND),
                display.getSystemColor(SWT.COLOR_LIST_SELECTION),
                font);
    }

    /**
     * Colours that go with those of a theme, light or dark.
     *
     * @param background behind all
     * @param foreground of bytes and text
     * @param accent of what is selected elsewhere
     * @param font monospaced
     */
    public static HexPalette of(Color background, Color foreground, Color accent, Font font) {
        boolean dark = luminance(background) < DARK_BELOW;
        Map<RangeStyle, Color> tints = new EnumMap<>(RangeStyle.class);
        for (RangeStyle style : RangeStyle.values()) {
            tints.put(style, mix(hue(style), background, dark ? 28 : 24));
        }
        tints.put(RangeStyle.ANOMALY, mix(hue(RangeStyle.ANOMALY), background, dark ? 50 : 36));
        tints.put(RangeStyle.MARK, mix(hue(RangeStyle.MARK), background, dark ? 40 : 60));
        return new HexPalette(
                background,
                foreground,
                mix(foreground, background, dark ? 46 : 38),
                mix(foreground, background, 62),
                mix(foreground, background, dark ? 34 : 30),
                mix(accent, background, dark ? 55 : 40),
                foreground,
                mix(foreground, background, 50),
                mix(accent, foreground, 70),
                tints,
                font);
    }

    /** The tint of a style. */
    Color tint(RangeStyle style) {
        return tints.getOrDefault(style, background);
    }

    private static Color hue(RangeStyle style) {
        return switch (style) {
            case HEADER -> new Color(64, 110, 190);
            case USER -> new Color(46, 160, 104);
            case FREE -> new Color(130, 130, 130);
            case SLACK -> new Color(200, 160, 40);
            case METADATA -> new Color(140, 96, 190);
            case ANOMALY -> new Color(226, 60, 48);
            case MARK -> new Color(255, 204, 0);
        };
    }

    private static int luminance(Color color) {
        return (299 * color.getRed() + 587 * color.getGreen() + 114 * color.getBlue()) / 1000;
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
