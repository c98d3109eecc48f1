package org.cairn.analysis.table;

/**
 * A column of a table.
 *
 * @param name the store's column name, stable, in snake case
 * @param kind what its values are
 */
public record Column(String name, Kind kind) {
    /** What the values of a column are, which decides how they are written. */
    public enum Kind {
        /** Unsigned 64-bit address: {@code 0x…} everywhere. */
        ADDRESS,
        /** Number of bytes, unsigned: with thousands separators for people, else decimal. */
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
