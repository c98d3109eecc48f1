package org.cairn.ui.internal.look;

import java.util.Locale;

/**
 * What a colour is for. Its values for the light theme stand in {@code plugin.xml}, those for the
 * dark theme in {@code css/dark.css}; the user may change each on the page Colors and Fonts.
 */
public enum Shade {
    /** Behind rows and bytes. */
    BACKGROUND,
    /** Behind every second row. */
    ALTERNATE,
    /** Texts. */
    TEXT,
    /** Texts of less interest. */
    MUTED,
    /** Behind what is selected. */
    SELECTION,
    /** Texts on {@link #SELECTION}. */
    SELECTION_TEXT,
    /** Behind what is selected in a part without the focus. */
    SELECTION_IDLE,
    /** Lines. */
    GRID,
    /** Behind titles. */
    HEADER,
    /** Titles. */
    HEADER_TEXT,
    /** Bars of shares, behind texts. */
    BAR,
    /** Errors. */
    ERROR,
    /** Warnings. */
    WARNING,
    /** What is only said. */
    INFO,
    /** Addresses beside bytes. */
    HEX_ADDRESS,
    /** Bytes that are absent, and why. */
    HEX_ABSENT,
    /** Bytes that are zero. */
    HEX_ZERO,
    /** Behind selected bytes. */
    HEX_SELECTION,
    /** Around the byte from which keys move. */
    HEX_CARET,
    /** Around the byte under the pointer. */
    HEX_HOVER,
    /** Around the chosen block. */
    HEX_OUTLINE,
    /** Behind the header of a block. */
    TINT_HEADER,
    /** Behind what a block holds. */
    TINT_USER,
    /** Behind free memory. */
    TINT_FREE,
    /** Behind what was given but not asked for. */
    TINT_SLACK,
    /** Behind structures of the heap itself. */
    TINT_METADATA,
    /** Behind bytes that contradict the format. */
    TINT_ANOMALY,
    /** Behind bytes that are pointed at. */
    TINT_MARK,
    /** First series of a chart. */
    SERIES_1,
    /** Second series. */
    SERIES_2,
    /** Third series. */
    SERIES_3,
    /** Fourth series. */
    SERIES_4,
    /** Fifth series. */
    SERIES_5,
    /** Sixth series. */
    SERIES_6,
    /** Seventh series. */
    SERIES_7,
    /** Eighth series. */
    SERIES_8,
    /** All further series together. */
    SERIES_OTHER;

    private static final String PREFIX = "org.cairn.ui.color.";

    /** Identity of the colour's definition. */
    String id() {
        return PREFIX + name().toLowerCase(Locale.ROOT);
    }
}
