package org.cairn.memory;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How addresses are written by people and by debuggers. Addresses are hexadecimal in every form.
 */
public final class Addresses {
    private static final Pattern FORM =
            Pattern.compile("(?:0[xX]|%)?([0-9a-fA-F]{1,16}|[0-9a-fA-F]{1,8}`[0-9a-fA-F]{8})[hH]?");

    private Addresses() {}

    /**
     * Parses {@code 0x7ffe0000}, {@code 7ffe0000}, {@code 7ffe0000h}, {@code 00000000`7ffe0000}
     * (WinDbg) or {@code %fe04c8e8} (OS/2 Dump Formatter, linear address).
     *
     * @param text without surrounding blanks
     * @return the unsigned address, or empty when the text is none of these
     */
    public static OptionalLong parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        String digits = matcher.group(1).replace("`", "");
        return OptionalLong.of(Long.parseUnsignedLong(digits, 16));
    }

    /**
     * The form used in every output.
     *
     * @param address unsigned
     * @return {@code 0x} and lower-case digits without leading zeros
     */
    public static String hex(long address) {
        return "0x" + Long.toHexString(address);
    }
}
