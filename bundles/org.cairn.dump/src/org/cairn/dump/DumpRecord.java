package org.cairn.dump;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A record of the operating system that the container shows decoded, such as a line of a debugger's
 * answer. What the columns mean is the business of whoever knows the system.
 *
 * @param kind what is listed, by the column that identifies a record, such as {@code har}
 * @param columns names as the container spells them, and the texts of the values
 */
public record DumpRecord(String kind, Map<String, String> columns) {
    /** Copies the columns in their order. */
    public DumpRecord {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /**
     * The text of a column.
     *
     * @param column its name
     * @return an empty text when the record does not have it
     */
    public String text(String column) {
        return columns.getOrDefault(column, "");
    }
}
