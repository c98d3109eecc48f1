package org.cairn.dump.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an emulator said about page tables: see the corpus's {@code paging/README.md}.
 *
 * @param facts the lines {@code # key=value}
 * @param rows the columns of the other lines
 */
record PagingTruth(Map<String, String> facts, List<String[]> rows) {
    static PagingTruth read(Path file) throws IOException {
        Map<String, String> facts = new HashMap<>();
        List<String[]> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("# ")) {
                String[] fact = line.substring(2).split("=", 2);
                facts.put(fact[0], fact[1]);
            } else if (!line.startsWith("record\t")) {
                rows.add(line.split("\t"));
            }
        }
        return new PagingTruth(facts, rows);
    }

    List<String[]> rows(String record) {
        return rows.stream().filter(row -> row[0].equals(record)).toList();
    }

    static long number(String text) {
        return Long.parseUnsignedLong(text.substring("0x".length()), 16);
    }
}
