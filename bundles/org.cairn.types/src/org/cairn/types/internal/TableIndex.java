package org.cairn.types.internal;

import org.cairn.memory.Architecture;
import org.cairn.types.TypeTable;

import java.io.BufferedReader;
import java.util.Arrays;
import java.util.List;

/**
 * The list of the shipped tables, {@code tables/index.txt}: one line for each, fields separated by
 * tabs, in order of age. Lines with {@code #} are for people.
 */
public final class TableIndex {
    private static final String SUPPLEMENT = "supplement";
    private static final int FIELDS = 7;

    private TableIndex() {}

    /**
     * Reads the list.
     *
     * @param lines the resource
     * @return the tables, older ones of the same build before newer ones
     */
    public static List<Entry> read(BufferedReader lines) {
        return lines.lines().filter(line -> !line.startsWith("#")).map(TableIndex::entry).toList();
    }

    private static Entry entry(String line) {
        String[] field = line.split("\t", -1);
        if (field.length != FIELDS) {
            throw new IllegalArgumentException("list of type tables: " + line);
        }
        return new Entry(
                new TypeTable.Id(
                        field[0],
                        field[1],
                        field[5],
                        Integer.parseInt(field[2]),
                        architecture(field[3]),
                        field[6]),
                field[4].equals(SUPPLEMENT));
    }

    private static Architecture architecture(String label) {
        return Arrays.stream(Architecture.values())
                .filter(architecture -> architecture.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("architecture " + label));
    }

    /**
     * One table.
     *
     * @param id what it describes
     * @param supplement whether it holds only some types of its build, beside a table of the kernel
     */
    public record Entry(TypeTable.Id id, boolean supplement) {}
}
