package org.cairn.ui.widgets.table;

import java.util.Arrays;
import java.util.function.ToIntFunction;

/**
 * The widths of texts in one font. Those of Latin letters and digits are added up from single
 * characters, which is exact for monospaced fonts and for digits and near enough elsewhere; a text
 * with any other character is measured as a whole.
 */
final class Advances {
    private static final String ELLIPSIS = "…";
    private static final char REPLACEMENT = '\u00B7';
    private static final int LATIN = 0x250;

    /** A character is measured so many times at once, as the system rounds to pixels. */
    private static final int REPEATED = 64;

    private final ToIntFunction<String> measure;
    private final double[] latin = new double[LATIN];
    private double ellipsis = -1;

    /** Takes what measures a text, in pixels. */
    Advances(ToIntFunction<String> measure) {
        this.measure = measure;
        Arrays.fill(latin, -1);
    }

    /** The width in pixels. */
    int width(String text) {
        double width = 0;
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            if (character >= LATIN) {
                return measure.applyAsInt(text);
            }
            width += latin(character);
        }
        return (int) Math.ceil(width);
    }

    /** The text, or as much of its beginning as has room before an ellipsis. */
    String fit(String text, int room) {
        double width = 0;
        int fitting = 0;
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            if (character >= LATIN) {
                return fitOther(text, room);
            }
            width += latin(character);
            if (width > room) {
                return fitting == 0 ? "" : text.substring(0, fitting) + ELLIPSIS;
            }
            if (width + ellipsis() <= room) {
                fitting = at + 1;
            }
        }
        return text;
    }

    private String fitOther(String whole, int room) {
        String text = whole.length() > room ? whole.substring(0, Math.max(0, room)) : whole;
        if (measure.applyAsInt(text) <= room) {
            return text;
        }
        int low = 0;
        int high = text.length() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (measure.applyAsInt(text.substring(0, middle) + ELLIPSIS) <= room) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        if (low > 0 && Character.isHighSurrogate(text.charAt(low - 1))) {
            low--;
        }
        return low == 0 ? "" : text.substring(0, low) + ELLIPSIS;
    }

    /**
     * The text with a dot for each character that would break a line, turn its direction, or end
     * it.
     */
    static String clean(String whole) {
        String text =
                whole.length() > ColumnLayout.MOST ? whole.substring(0, ColumnLayout.MOST) : whole;
        StringBuilder cleaned = null;
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            if (isSpoiling(character)) {
                if (cleaned == null) {
                    cleaned = new StringBuilder(text);
                }
                cleaned.setCharAt(at, REPLACEMENT);
            }
        }
        return cleaned == null ? text : cleaned.toString();
    }

    private static boolean isSpoiling(char character) {
        if (character >= ' ' && character < 0x7F) {
            return false;
        }
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> false;
        };
    }

    private double latin(char character) {
        if (latin[character] < 0) {
            latin[character] = average(String.valueOf(character));
        }
        return latin[character];
    }

    private double ellipsis() {
        if (ellipsis < 0) {
            ellipsis = average(ELLIPSIS);
        }
        return ellipsis;
    }

    private double average(String character) {
        return (double) measure.applyAsInt(character.repeat(REPEATED)) / REPEATED;
    }
}
