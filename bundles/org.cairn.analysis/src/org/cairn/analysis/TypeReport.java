package org.cairn.analysis;

import org.cairn.analysis.table.Column;
import org.cairn.analysis.table.Column.Kind;
import org.cairn.analysis.table.Table;
import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Which type tables were used, and what was tried besides.
 *
 * @param uses what each table is used for
 * @param tried files, servers and tables that were tried, in order
 */
public record TypeReport(List<Use> uses, List<Attempt> tried) {
    /** Keeps copies of the lists. */
    public TypeReport {
        uses = List.copyOf(uses);
        tried = List.copyOf(tried);
    }

    /** How well a table matches what it is used for. */
    public enum Match {
        /** Its PDB file is that of the module in the dump. */
        EXACT("exact PDB"),
        /** It describes the build that the system has. */
        SAME_BUILD("same build"),
        /** It describes another build or system, and its layout was found to fit. */
        NEAREST("nearest build"),
        /** It was made from the PDB file of another build of the module in the dump. */
        OTHER_PDB("PDB of another build"),
        /** It does not tell its build. */
        UNKNOWN("build not known"),
        /** The user demanded it. */
        DEMANDED("demanded"),
        /** There is no table. */
        NONE("none");

        private final String label;

        Match(String label) {
            this.label = label;
        }

        /**
         * The term used in columns.
         *
         * @return a lower-case phrase
         */
        public String label() {
            return label;
        }
    }

    /**
     * The use of a table.
     *
     * @param subject what for, such as {@code NT heap x64} or {@code module ntdll.dll}
     * @param count how many of them
     * @param place the first of them, or the identity of a module; may be empty
     * @param table the table's name, empty when there is none
     * @param system what the table describes, empty when there is none
     * @param match how well it matches
     * @param source where the table comes from
     * @param reason why this one, or why none
     */
    public record Use(
            String subject,
            int count,
            String place,
            String table,
            String system,
            Match match,
            String source,
            String reason) {}

    /**
     * Something that was tried.
     *
     * @param subject what for
     * @param place a file, a folder, an address or a table
     * @param taken whether it was taken
     * @param outcome why, or why not
     */
    public record Attempt(String subject, String place, boolean taken, String outcome) {}

    /**
     * The uses, for display.
     *
     * @return one row for each
     */
    public Table usesTable() {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Use use : uses) {
            rows.add(
                    new @Nullable Object[] {
                        use.subject,
                        (long) use.count,
                        value(use.place),
                        value(use.table),
                        value(use.system),
                        use.match.label,
                        value(use.reason),
                        value(use.source)
                    });
        }
        return Table.of(
                "types",
                List.of(
                        new Column("subject", Kind.TEXT),
                        new Column("count", Kind.COUNT),
                        new Column("place", Kind.TEXT),
                        new Column("table", Kind.TEXT),
                        new Column("system", Kind.TEXT),
                        new Column("match", Kind.TEXT),
                        new Column("reason", Kind.TEXT),
                        new Column("source", Kind.TEXT)),
                rows);
    }

    /**
     * What was tried, for display.
     *
     * @return one row for each
     */
    public Table triedTable() {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Attempt attempt : tried) {
            rows.add(
                    new @Nullable Object[] {
                        attempt.subject, attempt.place, attempt.taken, attempt.outcome
                    });
        }
        return Table.of(
                "tried",
                List.of(
                        new Column("subject", Kind.TEXT),
                        new Column("place", Kind.TEXT),
                        new Column("taken", Kind.BOOLEAN),
                        new Column("outcome", Kind.TEXT)),
                rows);
    }

    private static @Nullable Object value(String text) {
        return text.isEmpty() ? null : text;
    }
}
