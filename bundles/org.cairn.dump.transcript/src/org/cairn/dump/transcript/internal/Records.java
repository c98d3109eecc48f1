package org.cairn.dump.transcript.internal;

import org.cairn.dump.DumpRecord;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The records that the OS/2 kernel debugger and the Dump Formatter list: under a heading, as {@code
 * .m}, {@code .mo}, {@code .lmo}, {@code .p} and {@code .pb} do, or with the name of each value, as
 * {@code .lm} does (OS/2 Debugging Handbook, "Kernel Debugger and Dump Formatter Command
 * Reference").
 */
final class Records {
    /** The rest of a line, behind the columns. */
    static final String TEXT = "text";

    /** What lists with the same first column differ in. */
    private static final String BLOCKED = "BlockID";

    private static final int MOST = 1 << 17;
    private static final int LONGEST = 400;
    private static final Pattern HEADING =
            Pattern.compile(
                    "\\*?(?:har +par|hob +(?:har|va|pob)|hco +|hal +|seg +sect|obj +vsize|Slot +(?:Pid|Sta))\\b.*");
    private static final Pattern MODULE =
            Pattern.compile(
                    "hmte=([0-9a-fA-F]{1,4}) +pmte=%([0-9a-fA-F]{1,8})"
                            + " +mflags=([0-9a-fA-F]{1,8})(?: +(.*))?");
    private static final Pattern HEX = Pattern.compile("[%=]*[0-9a-fA-F]{1,8}");
    private static final Pattern HANDLE = Pattern.compile("[0-9a-fA-F]{1,4}");
    private static final Pattern WORD = Pattern.compile("[0-9a-fA-F]{4}");
    private static final Pattern SLOT = Pattern.compile("\\*?([0-9a-fA-F]{4})[*#]*");

    private final List<DumpRecord> records = new ArrayList<>();
    private List<String> heading = List.of();

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
        String text = new String(line, from, end - from, StandardCharsets.ISO_8859_1).strip();
        Matcher module = MODULE.matcher(text);
        if (module.matches()) {
            heading = List.of();
            module(module);
            return true;
        }
        if (HEADING.matcher(text).matches()) {
            heading = List.of(text.replace("*", "").split("[ ,]+"));
            return true;
        }
        if (heading.isEmpty()) {
            return false;
        }
        Optional<DumpRecord> row = row(text.split(" +"));
        if (row.isEmpty()) {
            heading = List.of();
            return false;
        }
        add(row.get());
        return true;
    }

    private void module(Matcher matcher) {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("hmte", matcher.group(1));
        columns.put("pmte", matcher.group(2));
        columns.put("mflags", matcher.group(3));
        columns.put(TEXT, String.valueOf(Optional.ofNullable(matcher.group(4)).orElse("")));
        add(new DumpRecord("hmte", columns));
    }

    private void add(DumpRecord record) {
        if (records.size() < MOST) {
            records.add(record);
        }
    }

    private Optional<DumpRecord> row(String[] words) {
        String kind = heading.getFirst();
        if (!kind.equals("Slot")) {
            return HANDLE.matcher(words[0]).matches() ? table(kind, words) : Optional.empty();
        }
        Matcher slot = SLOT.matcher(words[0]);
        if (!slot.matches()) {
            return Optional.empty();
        }
        words[0] = slot.group(1);
        return heading.contains(BLOCKED) ? blocked(words) : thread(words);
    }

    /** A row whose columns are hexadecimal numbers; text may follow them. */
    private Optional<DumpRecord> table(String kind, String[] words) {
        Map<String, String> columns = new LinkedHashMap<>();
        int word = 0;
        for (int i = 0; i < heading.size(); i++) {
            String column = heading.get(i);
            if (column.equals("flags") && kind.equals("seg")) {
                // the last column of a 16-bit segment has a number and words
                columns.put(column, word < words.length ? words[word++] : "");
                break;
            }
            if (word == words.length || !HEX.matcher(words[word]).matches()) {
                return Optional.empty();
            }
            String value = words[word++];
            if (column.equals("har") && kind.equals("hob") && value.startsWith("%")) {
                // a pseudo-object has an address in place of an arena record and a next object
                columns.put("va", value.substring(1));
                i++;
                continue;
            }
            columns.put(column, value.replaceFirst("^[%=]+", ""));
        }
        columns.put(TEXT, rest(words, word));
        return Optional.of(new DumpRecord(kind, columns));
    }

    /** A line of {@code .p}. The column Disp is blank where the thread's data is swapped out. */
    private Optional<DumpRecord> thread(String[] words) {
        int fixed = heading.indexOf("Disp");
        if (fixed < 0 || words.length < fixed + 2) {
            return Optional.empty();
        }
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < fixed; i++) {
            columns.put(heading.get(i), words[i]);
        }
        int name = words.length > fixed + 2 ? fixed + 2 : fixed + 1;
        columns.put("Name", rest(words, name));
        return Optional.of(new DumpRecord("Slot", columns));
    }

    /** A line of {@code .pb}. The column Addr is a handle in two words or a far address. */
    private Optional<DumpRecord> blocked(String[] words) {
        int fixed = heading.indexOf(BLOCKED);
        if (words.length <= fixed || !isNumber(words[fixed])) {
            return Optional.empty();
        }
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i <= fixed; i++) {
            columns.put(heading.get(i), words[i]);
        }
        columns.put("Name", fixed + 1 < words.length ? words[fixed + 1] : "");
        columns.put("Type", fixed + 2 < words.length ? words[fixed + 2] : "");
        int at = fixed + 3;
        if (at + 1 < words.length
                && WORD.matcher(words[at]).matches()
                && WORD.matcher(words[at + 1]).matches()) {
            columns.put("Addr", words[at] + words[at + 1]);
            at += 2;
        } else if (at < words.length && words[at].matches("[0-9a-fA-F]{4}:[0-9a-fA-F]{4}")) {
            columns.put("Addr", words[at].replace(":", ""));
            at++;
        }
        columns.put("Symbol", rest(words, at));
        return Optional.of(new DumpRecord(BLOCKED, columns));
    }

    private static boolean isNumber(String word) {
        return !word.isEmpty() && word.chars().allMatch(HexFormat::isHexDigit);
    }

    private static String rest(String[] words, int from) {
        return from >= words.length
                ? ""
                : String.join(" ", List.of(words).subList(from, words.length));
    }

    /** What was read. */
    List<DumpRecord> all() {
        return List.copyOf(records);
    }
}
