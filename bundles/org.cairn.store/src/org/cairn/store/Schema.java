package org.cairn.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * The tables and views of a store. They are written down, with the meaning of every column, in one
 * SQL text: the one that creates them.
 */
public final class Schema {
    /**
     * The version of the tables. It grows when a script that was written for them would break, or
     * when Cairn reads what was not there before.
     */
    public static final int VERSION = 3;

    private static final Set<String> ADDRESSES =
            Set.of(
                    "address",
                    "user_address",
                    "heap",
                    "base",
                    "start_address",
                    "last_address",
                    "allocation_base",
                    "teb",
                    "stack_start",
                    "instruction_pointer",
                    "stack_pointer",
                    "file_offset");

    private Schema() {}

    /**
     * The SQL text that creates all tables and views, with comments for people.
     *
     * @return SQL
     */
    public static String text() {
        return resource("schema.sql");
    }

    /**
     * Whether a column of this name and of type UBIGINT holds addresses, or offsets in a file,
     * which are shown in hexadecimal.
     *
     * @param column name of a column in a result; case does not matter
     * @return whether an address column of the tables and views has that name
     */
    public static boolean isAddress(String column) {
        return ADDRESSES.contains(column.toLowerCase(Locale.ROOT));
    }

    static String resource(String name) {
        try (InputStream in = Schema.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the bundle");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
