package org.cairn.analysis.filter;

import org.cairn.analysis.filter.Tokens.Token;
import org.cairn.analysis.table.Column;
import org.cairn.analysis.table.Column.Kind;
import org.cairn.memory.Addresses;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a column is compared with. */
final class FilterValue {
    private static final Pattern HEX = Pattern.compile("0[xX]([0-9a-fA-F]{1,16})");
    private static final Pattern NUMBER =
            Pattern.compile("(-?\\d{1,30}(?:\\.\\d{1,30})?)(?:([kKmMgGtT])(?:[iI]?[bB])?)?(%?)");
    private static final String UNITS = "kmgt";
    private static final int BINARY = 1024;
    private static final int DECIMAL = 1000;
    private static final BigDecimal PERCENT = BigDecimal.valueOf(100);

    private FilterValue() {}

    /** The value in SQL. */
    static String literal(Column column, Token value) throws FilterException {
        return switch (column.kind()) {
            case ADDRESS -> Conditions.address(address(column, value));
            case BYTES, COUNT, NUMBER, SHARE -> number(column, value);
            case BOOLEAN -> truth(column, value);
            case TEXT -> Conditions.literal(text(column, value));
        };
    }

    private static long address(Column column, Token value) throws FilterException {
        OptionalLong address = Addresses.parse(value.text());
        if (address.isEmpty()) {
            throw mistake(column, "an address such as 0xfe04c8e8", value);
        }
        return address.getAsLong();
    }

    private static String number(Column column, Token value) throws FilterException {
        Matcher hex = HEX.matcher(value.text());
        if (hex.matches()) {
            return new BigInteger(hex.group(1), 16).toString();
        }
        Matcher matcher = NUMBER.matcher(value.text());
        boolean share = column.kind() == Kind.SHARE;
        if (!matcher.matches() || !share && !matcher.group(3).isEmpty()) {
            throw mistake(column, example(column.kind()), value);
        }
        BigDecimal number = new BigDecimal(matcher.group(1)).multiply(unit(column, matcher));
        if (share && !matcher.group(3).isEmpty()) {
            number = number.divide(PERCENT);
        }
        return number.stripTrailingZeros().toPlainString();
    }

    private static BigDecimal unit(Column column, Matcher number) {
        String unit = number.group(2);
        int base = column.kind() == Kind.BYTES ? BINARY : DECIMAL;
        return unit == null
                ? BigDecimal.ONE
                : BigDecimal.valueOf(base).pow(UNITS.indexOf(unit.toLowerCase(Locale.ROOT)) + 1);
    }

    private static String example(Kind kind) {
        return switch (kind) {
            case BYTES -> "a number such as 4096, 4k or 0x1000";
            case SHARE -> "a share such as 5% or 0.05";
            default -> "a number such as 100 or 10k";
        };
    }

    private static String truth(Column column, Token value) throws FilterException {
        if (value.isWord("true") || value.isWord("false")) {
            return value.text().toLowerCase(Locale.ROOT);
        }
        throw mistake(column, "true or false", value);
    }

    private static String text(Column column, Token value) throws FilterException {
        List<String> known = FilterColumns.values(column.name());
        if (known.isEmpty()) {
            return value.text();
        }
        for (String each : known) {
            if (each.equalsIgnoreCase(value.text())) {
                return each;
            }
        }
        throw mistake(column, "one of " + String.join(", ", known), value);
    }

    private static FilterException mistake(Column column, String wanted, Token found) {
        return new FilterException(
                found.begin(),
                column.name() + " is compared with " + wanted + ", not with " + found.text());
    }
}
