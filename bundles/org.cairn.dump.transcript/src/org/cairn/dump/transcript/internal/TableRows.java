package org.cairn.dump.transcript.internal;

import org.cairn.dump.DumpRecord;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Records under a heading, as {@code .m}, {@code .mo}, {@code .lmo}, {@code .p} and {@code .pb}
 * list them. Other text may stand between the rows, a command or memory ends the list. A heading or
 * a row that a mail program or a terminal broke in two is put together again.
 */
final class TableRows {
    /** What lists with the same first column differ in. */
    private static final String BLOCKED = "BlockID";

    private static final String THREAD = "Slot";

    /** The first column of memory locks, which {@code .m} shows behind objects. */
    private static final String LOCK = "pvmli";

    /** The names of columns, as the debuggers spell them. */
    private static final String NAMES =
            "har par cpg va flg next prev link hash hob hal pob hobnxt flgs own hmte sown cnt lt st xf"
                    + " seg sect psiz vsiz sel flags obj vsize vbase ipagemap cpagemap Slot Pid Ppid"
                    + " Csid Ord Sta Pri pTSD pPTDA pTCB Disp SG Name BlockID Type Addr Symbol pvmli"
                    + " cs eip phlock hptda sig csig";

    private static final Map<String, String> SPELLING = spelling();

    /** The first two columns tell what is listed. */
    private static final Pattern HEADING =
            Pattern.compile(
                    "\\*?(?:har par|hob (?:har|va|pob)|seg sect|obj vsize|slot (?:pid|sta)|pvmli cs)\\b.*",
                    Pattern.CASE_INSENSITIVE);

    /** A percent sign begins an address, even when no blank stands in front of it. */
    private static final Pattern SEPARATOR = Pattern.compile(" +|(?<=[0-9a-fA-F])(?=%)");

    private static final Pattern HEX = Pattern.compile("[%=]*[0-9a-fA-F]{1,8}");
    private static final Pattern HANDLE = Pattern.compile("\\*?[0-9a-fA-F]{1,4}");
    private static final Pattern WORD = Pattern.compile("[0-9a-fA-F]{4}");
    private static final Pattern FAR = Pattern.compile("[0-9a-fA-F]{4}:[0-9a-fA-F]{4}");
    private static final Pattern SLOT = Pattern.compile("\\*?([0-9a-fA-F]{4})[*#]*");

    /** Columns of a thread's line, up to the first one that may be blank. */
    private static final String FIRST_OPTIONAL = "Disp";

    private List<String> heading = List.of();
    private boolean isHeadingOpen;
    private String broken = "";

    private static Map<String, String> spelling() {
        Map<String, String> spelling = new LinkedHashMap<>();
        for (String name : NAMES.split(" ")) {
            spelling.put(name.toLowerCase(Locale.ROOT), name);
        }
        return spelling;
    }

    /** Whether rows may follow. */
    boolean isOpen() {
        return !heading.isEmpty();
    }

    /** Forgets the heading: rows that follow belong to no list. */
    void end() {
        heading = List.of();
        isHeadingOpen = false;
        broken = "";
    }

    /** Takes a heading; blanks are single. */
    boolean heading(String line) {
        boolean first = HEADING.matcher(line).matches();
        if (!first && !isHeadingOpen) {
            return false;
        }
        List<String> names = names(line);
        if (first) {
            heading = names;
            isHeadingOpen = true;
            broken = "";
            return true;
        }
        if (names.stream().allMatch(SPELLING::containsValue)) {
            List<String> longer = new ArrayList<>(heading);
            longer.addAll(names);
            heading = longer;
            return true;
        }
        return false;
    }

    private static List<String> names(String line) {
        List<String> names = new ArrayList<>();
        for (String word : line.replace("*", "").strip().split("[ ,]+")) {
            names.add(SPELLING.getOrDefault(word.toLowerCase(Locale.ROOT), word));
        }
        return names;
    }

    /** The record that a line shows, alone or with the broken one in front of it. */
    Optional<DumpRecord> row(String line) {
        isHeadingOpen = false;
        if (heading.isEmpty()) {
            return Optional.empty();
        }
        String joined = broken.isEmpty() ? line : broken + ' ' + line;
        Optional<DumpRecord> row = parse(joined).or(() -> parse(line));
        if (row.isPresent()) {
            broken = "";
        } else {
            broken = isBeginning(joined) ? joined : isBeginning(line) ? line : "";
        }
        return row;
    }

    /** Whether a line can be the first part of a row. */
    private boolean isBeginning(String line) {
        String[] words = SEPARATOR.split(line);
        if (words.length < 3 || words.length > heading.size()) {
            return false;
        }
        for (int i = 1; i < words.length; i++) {
            if (!HEX.matcher(words[i]).matches() && !heading.get(i).equals("Sta")) {
                return false;
            }
        }
        return SLOT.matcher(words[0]).matches();
    }

    private Optional<DumpRecord> parse(String line) {
        String kind = heading.getFirst();
        String[] words = SEPARATOR.split(line);
        if (!kind.equals(THREAD)) {
            Pattern first = kind.equals(LOCK) ? HEX : HANDLE;
            return first.matcher(words[0]).matches() ? table(kind, words) : Optional.empty();
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
            if (word == words.length || !HEX.matcher(words[word].replace("*", "")).matches()) {
                return Optional.empty();
            }
            String value = words[word++];
            if (column.equals("har") && kind.equals("hob") && value.startsWith("%")) {
                // a pseudo-object has an address in place of an arena record and a next object
                columns.put("va", value.substring(1));
                i++;
                continue;
            }
            columns.put(column, value.replaceFirst("^[*%=]+", ""));
        }
        columns.put(Records.TEXT, rest(words, word));
        return Optional.of(new DumpRecord(kind, columns));
    }

    /** A line of {@code .p}. The column Disp is blank where the thread's data is swapped out. */
    private Optional<DumpRecord> thread(String[] words) {
        int fixed = heading.indexOf(FIRST_OPTIONAL);
        if (fixed < 0 || words.length < fixed + 2) {
            return Optional.empty();
        }
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < fixed; i++) {
            boolean number = !heading.get(i).equals("Sta");
            if (number && !HEX.matcher(words[i]).matches()) {
                return Optional.empty();
            }
            columns.put(heading.get(i), words[i].replace("%", ""));
        }
        int name = words.length > fixed + 2 ? fixed + 2 : fixed + 1;
        columns.put("Name", rest(words, name));
        return Optional.of(new DumpRecord(THREAD, columns));
    }

    /** A line of {@code .pb}. The column Addr is a handle in two words or a far address. */
    private Optional<DumpRecord> blocked(String[] words) {
        int fixed = heading.indexOf(BLOCKED);
        if (words.length <= fixed || !isBlockId(words[fixed])) {
            return Optional.empty();
        }
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < fixed; i++) {
            columns.put(heading.get(i), words[i]);
        }
        columns.put(BLOCKED, words[fixed].replaceAll("[%:]", ""));
        columns.put("Name", fixed + 1 < words.length ? words[fixed + 1] : "");
        columns.put("Type", fixed + 2 < words.length ? words[fixed + 2] : "");
        int at = fixed + 3;
        if (at + 1 < words.length
                && WORD.matcher(words[at]).matches()
                && WORD.matcher(words[at + 1]).matches()) {
            columns.put("Addr", words[at] + words[at + 1]);
            at += 2;
        } else if (at < words.length && FAR.matcher(words[at]).matches()) {
            columns.put("Addr", words[at].replace(":", ""));
            at++;
        }
        columns.put("Symbol", rest(words, at));
        return Optional.of(new DumpRecord(BLOCKED, columns));
    }

    private static boolean isBlockId(String word) {
        return HEX.matcher(word).matches() || FAR.matcher(word).matches();
    }

    private static String rest(String[] words, int from) {
        return from >= words.length
                ? ""
                : String.join(" ", List.of(words).subList(from, words.length));
    }
}
