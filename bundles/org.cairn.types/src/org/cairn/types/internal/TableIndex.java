package org.cairn.types.internal;

import org.cairn.memory.Architecture;
import org.cairn.types.PdbIdentity;
import org.cairn.types.TypeTable;

import java.io.BufferedReader;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The list of the shipped tables, {@code tables/index.txt}: one line for each, fields separated by
 * tabs, in order of age. Lines with {@code #} are for people.
 */
public final class TableIndex {
    private static final String SUPPLEMENT = "supplement";
    private static final int FIELDS = 7;
    private static final int HEX = 16;
    private static final Pattern PDB = Pattern.compile(", PDB ([0-9A-F]{32})([0-9a-fA-F]+)$");

    /** The name of the PDB file of every x64 kernel; the others' identities are not known. */
    private static final String KERNEL_PDB = "ntkrnlmp.pdb";

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
                        field[6],
                        pdb(field[6])),
                field[4].equals(SUPPLEMENT));
    }

    /** The kernel's PDB file, where the source names its GUID and age. */
    private static Optional<PdbIdentity> pdb(String source) {
        Matcher matcher = PDB.matcher(source);
        return matcher.find()
                ? PdbIdentity.of(
                        KERNEL_PDB, matcher.group(1), Integer.parseInt(matcher.group(2), HEX))
                : Optional.empty();
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
