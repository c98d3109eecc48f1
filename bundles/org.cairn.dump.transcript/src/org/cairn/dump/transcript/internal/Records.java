package org.cairn.dump.transcript.internal;

import org.cairn.dump.DumpRecord;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The records that the OS/2 kernel debugger and the Dump Formatter list: under a heading, or with
 * the name of each value (OS/2 Debugging Handbook, "Kernel Debugger and Dump Formatter Command
 * Reference").
 */
final class Records {
    /** The rest of a line, behind the columns. */
    static final String TEXT = "text";

    private static final int MOST = 1 << 17;
    private static final int LONGEST = 400;

    private final List<DumpRecord> records = new ArrayList<>();
    private final TableRows table = new TableRows();

    /**
     * Looks for a record, or a heading of records that follow.
     *
     * @return whether the line is one of these
     */
    boolean read(byte[] line, int from, int length) {
        if (from == length) {
            return false;
        }
        int end = Math.min(length, from + LONGEST);
        String text =
                new String(line, from, end - from, StandardCharsets.ISO_8859_1)
                        .replaceAll("\\s+", " ")
                        .strip();
        Optional<DumpRecord> named = NamedValues.read(text);
        if (named.isPresent()) {
            table.end();
            add(named.get());
            return true;
        }
        if (table.heading(text)) {
            return true;
        }
        Optional<DumpRecord> row = table.row(text);
        row.ifPresent(this::add);
        return row.isPresent();
    }

    /** A command or memory ends a list. */
    void end() {
        table.end();
    }

    private void add(DumpRecord record) {
        if (records.size() < MOST) {
            records.add(record);
        }
    }

    /** What was read. */
    List<DumpRecord> all() {
        return List.copyOf(records);
    }
}
