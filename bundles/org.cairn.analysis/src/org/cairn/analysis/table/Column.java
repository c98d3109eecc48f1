package org.cairn.analysis.table;

import java.util.Locale;
import java.util.Set;

/**
 * A column of a table.
 *
 * @param name the store's column name, stable, in snake case
 * @param kind what its values are
 * @param nothing what stands for a value that is not there, for people
 */
public record Column(String name, Kind kind, String nothing) {
    private static final String NOTHING = "-";
    private static final Set<String> NAMES_OF_BYTES =
            Set.of("size", "user_size", "bytes", "largest_free");
    private static final Set<String> NAMES_OF_COUNTS = Set.of("count", "blocks", "anomalies");
    private static final Set<String> NAMES_OF_SHARES = Set.of("share", "coverage");

    /**
     * A column whose missing values are shown as a dash.
     *
     * @param name the store's column name
     * @param kind what its values are
     */
    public Column(String name, Kind kind) {
        this(name, kind, NOTHING);
    }

    /**
     * A column of a result of the store. What its values are follows from their type and, for
     * numbers, from its name.
     *
     * @param column of the result
     * @return the column
     */
    public static Column of(org.cairn.store.Column column) {
        return new Column(column.name(), kind(column));
    }

    private static Kind kind(org.cairn.store.Column column) {
        String name = column.name().toLowerCase(Locale.ROOT);
        return switch (column.kind()) {
            case ADDRESS -> Kind.ADDRESS;
            case BOOLEAN -> Kind.BOOLEAN;
            case TEXT -> Kind.TEXT;
            case REAL -> NAMES_OF_SHARES.contains(name) ? Kind.SHARE : Kind.NUMBER;
            case INTEGER, UNSIGNED, HUGE -> {
                if (NAMES_OF_BYTES.contains(name) || name.endsWith("_bytes")) {
                    yield Kind.BYTES;
                }
                yield NAMES_OF_COUNTS.contains(name) || name.endsWith("_count")
                        ? Kind.COUNT
                        : Kind.NUMBER;
            }
        };
    }

    /** What the values of a column are, which decides how they are written. */
    public enum Kind {
        /** Unsigned 64-bit address: {@code 0x…} everywhere. */
        ADDRESS,
        /** Number of bytes: with thousands separators for people, else decimal. */
        BYTES,
        /** Number of things: with thousands separators for people, else decimal. */
        COUNT,
        /** A number that identifies something: decimal. */
        NUMBER,
        /** A share of a whole, 0 to 1: percent for people, else a decimal fraction. */
        SHARE,
        /** Text. */
        TEXT,
        /** True or false. */
        BOOLEAN;

        /**
         * Whether values are aligned to the right.
         *
         * @return whether they are numbers
         */
        public boolean isNumber() {
            return this == BYTES || this == COUNT || this == NUMBER || this == SHARE;
        }
    }
}
