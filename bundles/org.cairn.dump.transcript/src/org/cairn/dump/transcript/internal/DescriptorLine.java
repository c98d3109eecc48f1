package org.cairn.dump.transcript.internal;

import org.cairn.dump.DumpSelector;
import org.eclipse.jdt.annotation.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of the OS/2 kernel debugger's {@code dg} and {@code dl}, such as {@code 21a0 Code
 * Bas=fe070000 Lim=0000bd5b DPL=0 P RE A} (OS/2 Debugging Handbook, "Descriptor Formats").
 */
final class DescriptorLine {
    private static final int SHORTEST = "0 Code Bas=0 Lim=0".length();
    private static final int LONGEST = 120;
    private static final Pattern FORM =
            Pattern.compile(
                    "([0-9a-f]{1,4})\\s*(Code|Data)\\s*Bas=%?([0-9a-f]{1,8})"
                            + "\\s*Lim=([0-9a-f]{1,8})(?!.*\\bNP\\b).*",
                    Pattern.CASE_INSENSITIVE);

    private DescriptorLine() {}

    /** The descriptor of a segment that is present, or null when the line shows none. */
    static @Nullable DumpSelector read(byte[] line, int from, int length) {
        if (length - from < SHORTEST || !hasEquals(line, from, length)) {
            return null;
        }
        int end = Math.min(length, from + LONGEST);
        Matcher matcher =
                FORM.matcher(new String(line, from, end - from, StandardCharsets.ISO_8859_1));
        if (!matcher.matches()) {
            return null;
        }
        return new DumpSelector(
                Integer.parseInt(matcher.group(1), 16),
                Long.parseLong(matcher.group(3), 16),
                Long.parseLong(matcher.group(4), 16),
                matcher.group(2).equalsIgnoreCase("code") ? DumpSelector.CODE : "Data");
    }

    private static boolean hasEquals(byte[] line, int from, int length) {
        if (!Characters.isHex(line[from])) {
            return false;
        }
        for (int i = from; i < length; i++) {
            if (line[i] == '=') {
                return true;
            }
        }
        return false;
    }
}
