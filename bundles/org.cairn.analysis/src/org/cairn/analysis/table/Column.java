package org.cairn.analysis.table;

/**
 * A column of a table.
 *
 * @param name the store's column name, stable, in snake case
 * @param kind what its values are
 * @param nothing what stands for a value that is not there, for people
 */
public record Column(String name, Kind kind, String nothing) {
    private static final String NOTHING = "-";

    /**
     * A column whose missing values are shown as a dash.
     *
     * @param name the store's column name
     * @param kind what its values are
     */
    public Column(String name, Kind kind) {
        this(name, kind, NOTHING);
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
