package org.cairn.analysis.table;

import org.cairn.memory.Addresses;
import org.eclipse.jdt.annotation.Nullable;

import java.util.Locale;

/** How values are written for programs and for people. */
public final class Values {
    private Values() {}

    /**
     * The form that scripts depend on: addresses as 0x…, everything else without separators.
     *
     * @param kind of the column
     * @param value as of {@link Table}
     * @return its text; empty for null
     */
    public static String plain(Column.Kind kind, @Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Long number when kind == Column.Kind.ADDRESS -> Addresses.hex(number);
            case Double number -> decimal(number);
            default -> value.toString();
        };
    }

    /**
     * The form for people. Control characters are made visible: texts come from dumps and must not
     * steer a terminal.
     *
     * @param kind of the column
     * @param value as of {@link Table}
     * @return its text; empty for null
     */
    public static String human(Column.Kind kind, @Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Number number when kind == Column.Kind.BYTES || kind == Column.Kind.COUNT ->
                    grouped(number.toString());
            case Double number when kind == Column.Kind.SHARE -> share(number);
            case String text -> printable(text);
            default -> plain(kind, value);
        };
    }

    /** Rounded down: what is not whole must not look whole. */
    private static String share(double number) {
        return String.format(Locale.ROOT, "%.1f %%", Math.floor(number * 1000) / 10);
    }

    private static String grouped(String digits) {
        StringBuilder text = new StringBuilder(digits);
        for (int position = digits.length() - 3;
                position > (digits.startsWith("-") ? 1 : 0);
                position -= 3) {
            text.insert(position, ',');
        }
        return text.toString();
    }

    private static String decimal(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    static String printable(String text) {
        int at = 0;
        while (at < text.length() && !steers(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            return text;
        }
        StringBuilder visible = new StringBuilder(text);
        for (; at < text.length(); at++) {
            if (steers(text.charAt(at))) {
                visible.setCharAt(at, '.');
            }
        }
        return visible.toString();
    }

    private static boolean steers(char character) {
        return Character.isISOControl(character)
                || Character.getType(character) == Character.FORMAT;
    }
}
