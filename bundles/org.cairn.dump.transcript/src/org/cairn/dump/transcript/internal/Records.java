package org.cairn.dump.transcript.internal;

import org.cairn.dump.DumpRecord;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

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

    /** With these a heading begins. */
    private static final String HEADINGS = "*hHsSoOpP";

    /** What the text behind the columns looks like: a path, the last column of .M, an owner. */
    private static final Map<String, Pattern> TEXTS =
            Map.of(
                    "hmte", Pattern.compile("[A-Za-z]:\\\\?\\S+"),
                    "har", Pattern.compile("[a-z]*=%?[0-9a-fA-F]+"),
                    "hob", Pattern.compile("(?:priv|shared|ptda|mte|ldt) .+|[a-z][a-z0-9]+"));

    private static final Pattern NO_TEXT = Pattern.compile("(?!)");

    private final List<DumpRecord> records = new ArrayList<>();
    private final TableRows table = new TableRows();
    private boolean isTextMissing;
    private long rejected;

    /**
     * Looks for a record, or a heading of records that follow.
     *
     * @return whether the line is one of these
     */
    boolean read(byte[] line, int from, int length) {
        if (from == length || !canBeOne(line, from, length)) {
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
        if (row.isPresent()) {
            add(row.get());
            return true;
        }
        return isRest(text);
    }

    /**
     * Most lines are memory: a heading begins with one of a few letters, named values have a sign.
     */
    private boolean canBeOne(byte[] line, int from, int length) {
        if (table.isOpen() || isTextMissing || HEADINGS.indexOf(line[from]) >= 0) {
            return true;
        }
        for (int i = from; i < length; i++) {
            if (line[i] == '=') {
                return true;
            }
        }
        return false;
    }

    /** The text of the last record, when a terminal or mail program put it on a line of its own. */
    private boolean isRest(String line) {
        if (!isTextMissing) {
            return false;
        }
        isTextMissing = false;
        DumpRecord last = records.getLast();
        Pattern form = TEXTS.getOrDefault(last.kind(), NO_TEXT);
        if (!form.matcher(line).matches()) {
            return false;
        }
        Map<String, String> columns = new LinkedHashMap<>(last.columns());
        columns.put(TEXT, line);
        records.set(records.size() - 1, new DumpRecord(last.kind(), columns));
        return true;
    }

    /** A command or memory ends a list. */
    void end() {
        table.end();
        isTextMissing = false;
    }

    private void add(DumpRecord record) {
        if (records.size() < MOST) {
            records.add(record);
            isTextMissing = record.text(TEXT).isEmpty();
        } else {
            isTextMissing = false;
            rejected++;
        }
    }

    /** How many records were left out because there are too many. */
    long rejected() {
        return rejected;
    }

    /** What was read. */
    List<DumpRecord> all() {
        return List.copyOf(records);
    }
}
