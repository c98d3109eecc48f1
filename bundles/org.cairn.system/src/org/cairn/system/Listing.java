package org.cairn.system;

import org.eclipse.jdt.annotation.Nullable;

import java.util.List;

/**
 * A list of records of a system; {@link Columns} make one.
 *
 * @param name what is listed, such as {@code arena}
 * @param heads the columns; the first one identifies a record, alone or with others
 * @param rows one value for each column: a {@link Long} for all kinds but text, a {@link String},
 *     or null where there is no value
 */
public record Listing(String name, List<Head> heads, List<@Nullable Object[]> rows) {
    /** What the values of a column are. */
    public enum Kind {
        /** An unsigned address, a handle or flags: hexadecimal everywhere. */
        ADDRESS,
        /** A number of bytes. */
        BYTES,
        /** A number of things. */
        COUNT,
        /** A number that identifies something, decimal. */
        NUMBER,
        /** Text. */
        TEXT
    }

    /**
     * A column.
     *
     * @param name stable, in snake case
     * @param kind what its values are
     */
    public record Head(String name, Kind kind) {}

    /** Copies the columns. */
    public Listing {
        heads = List.copyOf(heads);
    }

    /**
     * Some of the records.
     *
     * @param key value of the first column
     * @return the rows that have it
     */
    public Listing only(long key) {
        Long value = key;
        return new Listing(name, heads, rows.stream().filter(row -> value.equals(row[0])).toList());
    }

    /**
     * None of the records.
     *
     * @return the columns alone
     */
    public Listing none() {
        return new Listing(name, heads, List.of());
    }
}
