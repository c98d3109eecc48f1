package org.cairn.store;

/**
 * A column of a result.
 *
 * @param name as the query names it
 * @param kind how to read and to show it
 */
public record Column(String name, Kind kind) {
    /** How to read and to show the values of a column. */
    public enum Kind {
        /** A truth value: {@link Rows#number} is 0 or 1. */
        BOOLEAN,
        /** A signed number of up to 64 bits: {@link Rows#number}. */
        INTEGER,
        /** An unsigned number of up to 64 bits: {@link Rows#number} has its bits. */
        UNSIGNED,
        /** An unsigned number that is an address: {@link Rows#number} has its bits. */
        ADDRESS,
        /** A number of up to 128 bits, such as a sum: {@link Rows#text}. */
        HUGE,
        /** A floating-point number: {@link Rows#real}. */
        REAL,
        /** Text, or anything else in its textual form: {@link Rows#text}. */
        TEXT
    }
}
