package org.cairn.analysis.filter;

import org.cairn.analysis.table.Column;
import org.cairn.analysis.table.Column.Kind;

import java.util.List;
import java.util.stream.Collectors;

/** Writes conditions in SQL. Names and texts are quoted, whatever is in them. */
final class Conditions {
    private Conditions() {}

    /** A comparison; NULL is different from every value. */
    static String compare(Column column, String operator, String literal) {
        return switch (operator) {
            case "=", "==" -> name(column) + " = " + literal;
            case "!=", "<>" -> name(column) + " is distinct from " + literal;
            default -> name(column) + " " + operator + " " + literal;
        };
    }

    static String contains(Column column, String text, boolean wanted) {
        return (wanted ? "" : "not ") + contains(column.name(), text);
    }

    static String anyContains(List<String> columns, String text) {
        return columns.stream()
                .map(column -> contains(column, text))
                .collect(Collectors.joining(" or "));
    }

    private static String contains(String column, String text) {
        return "contains(lower(coalesce("
                + name(column)
                + "::varchar, '')), lower("
                + literal(text)
                + "))";
    }

    static String unknown(Column column, boolean wanted) {
        return column.kind() == Kind.TEXT
                ? "coalesce(" + name(column) + "::varchar, '')" + (wanted ? " = ''" : " <> ''")
                : name(column) + (wanted ? " is null" : " is not null");
    }

    /** Whether the range that a row is holds an address. */
    static String holds(long address) {
        String literal = address(address);
        return "address <= " + literal + " and " + literal + "::hugeint - address < size";
    }

    static String anyIs(List<Column> columns, long address) {
        return columns.stream()
                .map(column -> name(column) + " = " + address(address))
                .collect(Collectors.joining(" or "));
    }

    static String address(long address) {
        return Long.toUnsignedString(address) + "::ubigint";
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String name(Column column) {
        return name(column.name());
    }

    private static String name(String column) {
        return '"' + column.replace("\"", "\"\"") + '"';
    }
}
