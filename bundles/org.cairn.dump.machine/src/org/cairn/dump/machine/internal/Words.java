package org.cairn.dump.machine.internal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** How numbers and texts of a file are said to people. */
final class Words {
    private static final char REPLACEMENT = '\uFFFD';

    private Words() {}

    /** A number with its noun, such as {@code 1 range} or {@code 1,000 ranges}. */
    static String count(long value, String noun) {
        return number(value) + " " + noun + (value == 1 ? "" : "s");
    }

    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /**
     * Text up to its end mark. A terminal obeys control characters, and a damaged name may hold
     * any, so they are replaced.
     *
     * @param bytes hold the text
     * @param from its offset, inside of {@code bytes}
     * @param limit its longest length in bytes
     */
    static String text(MemorySegment bytes, long from, long limit) {
        long room = Math.min(limit, bytes.byteSize() - from);
        int length = 0;
        while (length < room && bytes.get(ValueLayout.JAVA_BYTE, from + length) != 0) {
            length++;
        }
        byte[] copy = bytes.asSlice(from, length).toArray(ValueLayout.JAVA_BYTE);
        StringBuilder text = new StringBuilder(new String(copy, StandardCharsets.UTF_8));
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                text.setCharAt(i, REPLACEMENT);
            }
        }
        return text.toString();
    }
}
