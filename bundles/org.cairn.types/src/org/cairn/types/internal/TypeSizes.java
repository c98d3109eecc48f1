package org.cairn.types.internal;

import java.util.Map;

/**
 * Sizes of types by their text. A text is a type's name followed by what is made of it, read from
 * left to right: {@code _HEAP_SEGMENT*[64]} is an array of 64 pointers to {@code _HEAP_SEGMENT}.
 */
public final class TypeSizes {
    /** What comes before the name of an enumeration. */
    public static final String ENUM = "enum ";

    /** The size of an enumeration in Microsoft's C, unless the table says another. */
    private static final int ENUM_SIZE = 4;

    private final Map<String, Integer> named;
    private final int pointerSize;

    /**
     * Creates the sizes of one table.
     *
     * @param named the sizes of base types, structures and enumerations by name, in bytes
     * @param pointerSize in bytes
     */
    public TypeSizes(Map<String, Integer> named, int pointerSize) {
        this.named = Map.copyOf(named);
        this.pointerSize = pointerSize;
    }

    /**
     * The size of a type.
     *
     * @param type its text
     * @return bytes; 0 when the table does not tell, or when there are more than {@link
     *     Integer#MAX_VALUE}
     */
    public int of(String type) {
        long count = 1;
        int end = type.length();
        while (end > 0 && type.charAt(end - 1) == ']') {
            int open = type.lastIndexOf('[', end - 1);
            count *= length(type, open + 1, end - 1);
            if (count > Integer.MAX_VALUE) {
                return 0;
            }
            end = Math.max(open, 0);
        }
        long size = count * single(type.substring(0, end));
        return size > Integer.MAX_VALUE ? 0 : (int) size;
    }

    private int single(String type) {
        if (type.endsWith("*")) {
            return pointerSize;
        }
        return named.getOrDefault(type, type.startsWith(ENUM) ? ENUM_SIZE : 0);
    }

    private static int length(String text, int from, int to) {
        try {
            return Math.max(Integer.parseInt(text, from, to, 10), 0);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
