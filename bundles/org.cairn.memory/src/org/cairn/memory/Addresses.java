package org.cairn.memory;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How addresses are written by people and by debuggers. Addresses are hexadecimal in every form.
 */
public final class Addresses {
    private static final Pattern FORM =
            Pattern.compile("(?:0[xX]|%)?([0-9a-fA-F]{1,16}|[0-9a-fA-F]{1,8}`[0-9a-fA-F]{8})[hH]?");

    private static final Pattern SEGMENTED =
            Pattern.compile("#?([0-9a-fA-F]{1,4}):([0-9a-fA-F]{1,8})");
    private static final String PHYSICAL = "%%";
    private static final int HEX = 16;

    private Addresses() {}

    /**
     * Parses an address in any form: those of {@link #parse}, {@code 21a0:ade0} (selector and
     * offset) or {@code %%001d6000} (physical), as the OS/2 debuggers write them.
     *
     * @param text without surrounding blanks
     * @return the address, or empty when the text is none of these
     */
    public static Optional<WrittenAddress> read(String text) {
        Matcher segmented = SEGMENTED.matcher(text);
        if (segmented.matches()) {
            return Optional.of(
                    new WrittenAddress.Segmented(
                            Integer.parseInt(segmented.group(1), HEX),
                            Long.parseLong(segmented.group(2), HEX)));
        }
        boolean physical = text.startsWith(PHYSICAL);
        OptionalLong address = parse(physical ? text.substring(1) : text);
        if (address.isEmpty()) {
            return Optional.empty();
        }
        long value = address.getAsLong();
        return Optional.of(
                physical ? new WrittenAddress.Physical(value) : new WrittenAddress.Linear(value));
    }

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
