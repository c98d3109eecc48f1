package org.cairn.ui.internal.memory;

/** The text at the beginning of some bytes, if it looks like one. */
final class TextPreview {
    private static final int SHORTEST = 4;

    private TextPreview() {}

    /**
     * Reads ASCII or UTF-16 up to the first character that is none.
     *
     * @param bytes the bytes
     * @param count how many of them are there
     * @return the text in quotation marks; empty when there are less than four characters
     */
    static String of(byte[] bytes, int count) {
        String narrow = read(bytes, count, 1);
        String text = narrow.length() < SHORTEST ? read(bytes, count, 2) : narrow;
        return text.length() < SHORTEST ? "" : "\u201c" + text + "\u201d";
    }

    private static String read(byte[] bytes, int count, int unit) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i + unit <= count; i += unit) {
            if (bytes[i] < ' ' || bytes[i] == 0x7f || unit == 2 && bytes[i + 1] != 0) {
                break;
            }
            text.append((char) bytes[i]);
        }
        return text.toString();
    }
}
