package org.cairn.ui.widgets;

import java.util.function.Predicate;

/** Texts that are too long for their place. */
public final class Shortened {
    private static final String ELLIPSIS = "\u2026";

    private Shortened() {}

    /**
     * The longest form of a text that fits: all of it, or its beginning and end.
     *
     * @param text any
     * @param fits whether a form of it fits; what is shorter fits, too
     * @return the form; empty when not even one character of each end fits
     */
    public static String toFit(String text, Predicate<String> fits) {
        if (fits.test(text)) {
            return text;
        }
        int low = 1;
        int high = text.length() - 1;
        while (low < high) {
            int kept = (low + high + 1) / 2;
            if (fits.test(form(text, kept))) {
                low = kept;
            } else {
                high = kept - 1;
            }
        }
        return low > 1 ? form(text, low) : "";
    }

    private static String form(String text, int kept) {
        int head = (kept + 1) / 2;
        return text.substring(0, head) + ELLIPSIS + text.substring(text.length() - (kept - head));
    }
}
