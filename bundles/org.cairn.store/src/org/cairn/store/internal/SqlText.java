package org.cairn.store.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lets people write addresses into SQL as they are written everywhere else. */
public final class SqlText {
    // Strings, quoted names, comments, dollar-quoted strings and names are skipped: x0x10 is a
    // name.
    private static final Pattern TOKEN =
            Pattern.compile(
                    "'(?:[^']++|'')*+'"
                            + "|\"(?:[^\"]++|\"\")*+\""
                            + "|--[^\\n]*"
                            + "|/\\*.*?\\*/"
                            + "|(\\$\\w*\\$).*?\\1"
                            + "|[\\p{L}_$][\\p{L}\\p{N}_$]*"
                            + "|0[xX](?<hex>[0-9a-fA-F]{1,8}`[0-9a-fA-F]{8}|[0-9a-fA-F]{1,16})"
                            + "(?![\\p{L}\\p{N}_])"
                            + "|[\\p{N}.]+",
                    Pattern.DOTALL);

    private static final Pattern END = Pattern.compile("[;\\s]++$");

    private SqlText() {}

    /**
     * Replaces hexadecimal numbers, which DuckDB does not know, by decimal ones: {@code address =
     * 0xffff8000`12345678}.
     *
     * @param sql what the user wrote
     * @return SQL for the database
     */
    public static String withoutHex(String sql) {
        Matcher matcher = TOKEN.matcher(sql);
        StringBuilder result = new StringBuilder(sql.length());
        int copied = 0;
        while (matcher.find()) {
            String digits = matcher.group("hex");
            if (digits != null) {
                long value = Long.parseUnsignedLong(digits.replace("`", ""), 16);
                result.append(sql, copied, matcher.start()).append(Long.toUnsignedString(value));
                copied = matcher.end();
            }
        }
        return result.append(sql, copied, sql.length()).toString();
    }

    /**
     * A query that can stand in parentheses: {@link #withoutHex}, and without the semicolon at its
     * end.
     *
     * @param sql what the user wrote
     * @return SQL for the database
     */
    public static String statement(String sql) {
        return END.matcher(withoutHex(sql)).replaceFirst("");
    }
}
