package org.cairn.dump.transcript.internal;

import org.cairn.dump.DumpRecord;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A record on one line with the name of each value: modules ({@code hmte=031b pmte=%fe02af18 …}),
 * contexts, aliases, virtual pages, page frames (OS/2 Debugging Handbook, ".LM", ".MC", ".ML",
 * ".MV", ".MP"). Names count in any case, as the handbook spells them in the record.
 */
final class NamedValues {
    /** Which values identify a record. */
    private static final List<String> KINDS = List.of("hmte", "hco", "hal", "VPI");

    /** What a page frame is used for stands in front of its values. */
    private static final Pattern FRAME =
            Pattern.compile("%?([0-9a-f]{8}) +(InUse|Idle|Free): *(.*)", Pattern.CASE_INSENSITIVE);

    private static final String NAMES =
            "hmte pmte mflags hco pco hconext pconext hptda f pid hal pal har pgoff palnext cs ds cref"
                    + " VPI pVP Frame Block Flg HobPg Hob Ref Own FLink BLink RefCnt ll sl Blk";

    private static final Map<String, String> SPELLING = spelling();

    /** Blanks between two values may be lost, since no name begins with a digit. */
    private static final Pattern VALUE =
            Pattern.compile("\\G *([a-z]+)=%?([0-9a-f]{1,8})\\*?", Pattern.CASE_INSENSITIVE);

    /** The state of a virtual page is a word between its values. */
    private static final Pattern STATE =
            Pattern.compile("\\G +(?:SOW|Res|Dsc|Swp|free)\\b", Pattern.CASE_INSENSITIVE);

    private NamedValues() {}

    private static Map<String, String> spelling() {
        Map<String, String> spelling = new LinkedHashMap<>();
        for (String name : NAMES.split(" ")) {
            spelling.put(name.toLowerCase(Locale.ROOT), name);
        }
        return spelling;
    }

    /** The record that a line shows, if it shows one; blanks are single. */
    static Optional<DumpRecord> read(String line) {
        Matcher frame = FRAME.matcher(line);
        if (frame.matches()) {
            Map<String, String> columns = new LinkedHashMap<>();
            columns.put("address", frame.group(1));
            columns.put("state", frame.group(2));
            values(frame.group(3), columns);
            return columns.containsKey("Frame")
                    ? Optional.of(new DumpRecord("Frame", columns))
                    : Optional.empty();
        }
        for (String kind : KINDS) {
            if (line.regionMatches(true, 0, kind + "=", 0, kind.length() + 1)) {
                Map<String, String> columns = new LinkedHashMap<>();
                values(line, columns);
                return columns.size() > 2
                        ? Optional.of(new DumpRecord(kind, columns))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static void values(String line, Map<String, String> columns) {
        int end = 0;
        Matcher value = VALUE.matcher(line);
        while (value.find(end)) {
            String name = value.group(1).toLowerCase(Locale.ROOT);
            columns.putIfAbsent(SPELLING.getOrDefault(name, name), value.group(2));
            Matcher state = STATE.matcher(line);
            end = state.find(value.end()) ? state.end() : value.end();
        }
        columns.put(Records.TEXT, line.substring(end).strip());
    }
}
