package org.cairn.ui.widgets.table;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.graphics.RGB;
import org.eclipse.swt.widgets.Display;

/**
 * The colours and fonts of a {@link PagedTable}. They belong to whoever made them; the fonts must
 * live as long as the table.
 *
 * @param background of rows
 * @param alternate background of every second row
 * @param foreground of texts
 * @param muted of texts of less interest, and of the message of an empty table
 * @param selection background of selected rows while the table has the focus
 * @param selectionForeground of all texts in them
 * @param idleSelection background of selected rows while the table does not have the focus; texts
 *     keep their colours
 * @param grid of lines, and of places whose text is not there yet
 * @param header background of titles and of the note
 * @param headerForeground of titles and of the note
 * @param bar of shares
 * @param warning of suspicious texts
 * @param error of wrong texts and of reasons why rows cannot be had
 * @param text font of titles and texts
 * @param fixed font of columns that are monospaced
 */
public record TablePalette(
        Color background,
        Color alternate,
        Color foreground,
        Color muted,
        Color selection,
        Color selectionForeground,
        Color idleSelection,
        Color grid,
        Color header,
        Color headerForeground,
        Color bar,
        Color warning,
        Color error,
        Font text,
        Font fixed) {
    private static final RGB WARNING_ON_LIGHT = new RGB(0x8A, 0x5A, 0x00);
    private static final RGB WARNING_ON_DARK = new RGB(0xE5, 0xB4, 0x5A);
    private static final RGB ERROR_ON_LIGHT = new RGB(0xB3, 0x1D, 0x28);
    private static final RGB ERROR_ON_DARK = new RGB(0xF2, 0x8B, 0x82);

    /** A palette of the colours that the system uses for lists, light or dark. */
    public static TablePalette system(Display display, Font text, Font fixed) {
        return derived(
                display.getSystemColor(SWT.COLOR_LIST_BACKGROUND).getRGB(),
                display.getSystemColor(SWT.COLOR_LIST_FOREGROUND).getRGB(),
                display.getSystemColor(SWT.COLOR_LIST_SELECTION).getRGB(),
                display.getSystemColor(SWT.COLOR_LIST_SELECTION_TEXT).getRGB(),
                text,
                fixed);
    }

    /** A palette mixed from four colours; whether it is a dark one follows from the first two. */
    public static TablePalette derived(
            RGB background,
            RGB foreground,
            RGB selection,
            RGB selectionForeground,
            Font text,
            Font fixed) {
        boolean isDark = lightness(background) < lightness(foreground);
        return new TablePalette(
                new Color(background),
                mixed(background, foreground, 0.025),
                new Color(foreground),
                mixed(background, foreground, 0.6),
                new Color(selection),
                new Color(selectionForeground),
                mixed(background, selection, 0.28),
                mixed(background, foreground, 0.14),
                mixed(background, foreground, 0.06),
                mixed(background, foreground, 0.8),
                mixed(background, selection, 0.3),
                new Color(isDark ? WARNING_ON_DARK : WARNING_ON_LIGHT),
                new Color(isDark ? ERROR_ON_DARK : ERROR_ON_LIGHT),
                text,
                fixed);
    }

    private static double lightness(RGB colour) {
        return 0.299 * colour.red + 0.587 * colour.green + 0.114 * colour.blue;
    }

    private static Color mixed(RGB one, RGB other, double part) {
        return new Color(
                mixed(one.red, other.red, part),
                mixed(one.green, other.green, part),
                mixed(one.blue, other.blue, part));
    }

    private static int mixed(int one, int other, double part) {
        return (int) Math.round(one + (other - one) * part);
    }
}
