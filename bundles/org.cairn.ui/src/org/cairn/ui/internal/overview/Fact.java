package org.cairn.ui.internal.overview;

import org.cairn.analysis.table.Table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A property of the dump, or a remark with its severity. */
record Fact(String name, String text) {
    /** Reads the first two columns of a table and closes it. */
    static List<Fact> all(Table table) throws IOException {
        List<Fact> facts = new ArrayList<>();
        try (table) {
            for (Object[] row = table.next(); row != null; row = table.next()) {
                facts.add(new Fact(String.valueOf(row[0]), String.valueOf(row[1])));
            }
        }
        return facts;
    }
}
