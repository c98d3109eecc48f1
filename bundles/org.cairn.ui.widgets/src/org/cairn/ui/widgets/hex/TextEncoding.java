package org.cairn.ui.widgets.hex;

/** How the text column reads bytes. */
public enum TextEncoding {
    /** A character for each byte. */
    ASCII(1),
    /** A character for two bytes, the low one first, at even addresses. */
    UTF_16LE(2);

    /** Stands for what has no glyph of its own. */
    static final char OTHER = '.';

    private final int unit;

    TextEncoding(int unit) {
        this.unit = unit;
    }

    /** Bytes of a character. */
    int unit() {
        return unit;
    }

    /**
     * The character with this code, or {@link #OTHER} where it would not stand in its cell by
     * itself.
     */
    char glyph(int code) {
        if (code < 0x80 || this == ASCII) {
            return code >= ' ' && code < 0x7f ? (char) code : OTHER;
        }
        return switch (Character.getType(code)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.OTHER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.OTHER_NUMBER,
                    Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION,
                    Character.MATH_SYMBOL,
                    Character.CURRENCY_SYMBOL,
                    Character.OTHER_SYMBOL ->
                    (char) code;
            default -> OTHER;
        };
    }
}
