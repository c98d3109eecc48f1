package org.cairn.cli;

import org.eclipse.jdt.annotation.NonNull;
import org.eclipse.jdt.annotation.NonNullByDefault;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The pool tags that a user asks for: characters with * for any and ? for one, or the four bytes of
 * a tag, as {@code 49 72 70 20} or as the number {@code 0x20707249}. Blanks at its end may be left
 * out.
 *
 * @param text as the user wrote it
 */
record TagPattern(String text) {
    /** All tags. */
    static final String ALL = "*";

    /** What is asked for in a help text. */
    static final String EXAMPLES = "such as Irp, Etw*, Tcp?, '49 72 70 20' or 0x20707249";

    private static final int LENGTH = Integer.BYTES;

    /** A tag as debuggers show it: a number whose lowest byte is the first in memory. */
    private static final Pattern NUMBER = Pattern.compile("0[xX][0-9a-fA-F]{8}");

    private static final Pattern BYTES = Pattern.compile("[0-9a-fA-F]{2}( [0-9a-fA-F]{2}){3}");

    /** What begins as a number and has no characters that stand for others. */
    private static final Pattern NUMERIC = Pattern.compile("0[xX][^*?]*");

    private static final Pattern PRINTABLE = Pattern.compile("[ -~]+");

    /** The bit of protected blocks, which is no part of a tag. */
    private static final int PROTECTED = 0x8000_0000;

    private boolean isNumber() {
        return NUMBER.matcher(text).matches();
    }

    /** Whether a tag can match: one has four characters, of which the unprintable are dots. */
    private boolean canMatch() {
        if (isNumber() || BYTES.matcher(text).matches()) {
            return true;
        }
        return PRINTABLE.matcher(text).matches()
                && !NUMERIC.matcher(text).matches()
                && text.replace("*", "").length() <= LENGTH;
    }

    /** The condition that the label or the bytes of an owner match. */
    String condition() {
        String glob = PoolSql.quoted(text.replace("[", "[[]"));
        return "(label glob "
                + glob
                + " or rtrim(label) glob "
                + glob
                + " or key = "
                + PoolSql.quoted(key())
                + ")";
    }

    /** The bytes that the pattern names in memory order; it itself when it names none. */
    private String key() {
        if (!isNumber()) {
            return text.toLowerCase(Locale.ROOT);
        }
        int tag = (int) Long.parseLong(text.substring(2), 16) & ~PROTECTED;
        byte[] bytes = new byte[LENGTH];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (tag >>> i * Byte.SIZE);
        }
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }

    /** Reads a pattern from the command line. */
    static final class Converter implements ITypeConverter<TagPattern> {
        @Override
        @NonNullByDefault({})
        public @NonNull TagPattern convert(String value) {
            TagPattern pattern = new TagPattern(value);
            if (!pattern.canMatch()) {
                throw new TypeConversionException(
                        "'" + value + "' is no tag, which has up to four characters, " + EXAMPLES);
            }
            return pattern;
        }
    }
}
