package org.cairn.dump.transcript.internal;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the command before a line makes the debugger print. */
enum Listing {
    /** Not known; the lines must speak for themselves. */
    UNKNOWN,
    /** Memory, as {@code dd} does. */
    MEMORY,
    /** One word of memory and what it means, as {@code dps} does. */
    FIRST_WORD,
    /** Lines that can look like memory, but are not, as those of {@code u} and {@code kb}. */
    OTHER;

    private static final int LONGEST_COMMAND = 4;

    /** A stack trace has the heading {@code ChildEBP RetAddr} or {@code Child-SP RetAddr}. */
    private static final String STACK_HEADING = "child";

    private static final Set<String> DUMPS = Set.of("d", "db", "dw", "dd", "dq", "dp", "dc");
    private static final Set<String> FIRST_WORDS =
            Set.of(
                    "dds", "dps", "dqs", "dda", "ddp", "ddu", "dpa", "dpp", "dpu", "dqa", "dqp",
                    "dqu");
    private static final Set<String> LOOK_ALIKES =
            Set.of(
                    "u", "ub", "uf", "up", "ur", "ux", "k", "kb", "kc", "kd", "kl", "kn", "kp",
                    "kv", "da", "du", "ds", "df", "dt", "dv", "dx", "di", "ln", "lm", "r", "x");

    /**
     * Looks for a command line: a prompt and a command ({@code 0:000> dd}, {@code 1: kd> dd},
     * {@code ##dd}), or one without a prompt that cannot be anything else.
     *
     * @return what the command prints, or empty when the line is no command
     */
    static Optional<Listing> of(byte[] line, int from, int length) {
        int command = afterPrompt(line, from, length);
        if (command < 0) {
            return withoutPrompt(line, from, length);
        }
        return Optional.of(named(word(line, Characters.skipBlanks(line, command, length), length)));
    }

    private static Optional<Listing> withoutPrompt(byte[] line, int from, int length) {
        if (from + 1 < length && (line[from] == '.' || line[from] == '!')) {
            return Character.isLetter(line[from + 1]) ? Optional.of(UNKNOWN) : Optional.empty();
        }
        String word = word(line, from, length);
        if (word.equals(STACK_HEADING)) {
            return Optional.of(OTHER);
        }
        boolean alone = from + word.length() >= length;
        return !alone && (DUMPS.contains(word) || FIRST_WORDS.contains(word))
                ? Optional.of(named(word))
                : Optional.empty();
    }

    private static Listing named(String command) {
        if (DUMPS.contains(command)) {
            return MEMORY;
        }
        if (FIRST_WORDS.contains(command)) {
            return FIRST_WORD;
        }
        return LOOK_ALIKES.contains(command) || command.equals(STACK_HEADING) ? OTHER : UNKNOWN;
    }

    /** The letters at a place, in lower case; longer words than any command are cut. */
    private static String word(byte[] line, int from, int length) {
        int end = from;
        while (end < length && end - from <= LONGEST_COMMAND && Character.isLetter(line[end])) {
            end++;
        }
        return new String(line, from, end - from, StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT);
    }

    /** The place behind a prompt, or -1 when the line does not begin with one. */
    private static int afterPrompt(byte[] line, int from, int length) {
        if (from < length && line[from] == '#') {
            return afterHashes(line, from, length);
        }
        int digits = from;
        while (digits < length && line[digits] >= '0' && line[digits] <= '9') {
            digits++;
        }
        int i = digits;
        if (digits > from) {
            if (i >= length || line[i] != ':') {
                return -1;
            }
            i = Characters.skipBlanks(line, i + 1, length);
        }
        boolean kernel = startsWith(line, i, length, "kd") || startsWith(line, i, length, "lkd");
        boolean thread = digits > from && i < length && line[i] >= '0' && line[i] <= '9';
        if (!kernel && !thread) {
            return -1;
        }
        while (i < length && (Character.isLetterOrDigit(line[i]) || line[i] == ':')) {
            i++;
        }
        return i < length && line[i] == '>' ? i + 1 : -1;
    }

    /** The Dump Formatter and the OS/2 kernel debugger prompt with one or more hashes. */
    private static int afterHashes(byte[] line, int from, int length) {
        int i = from;
        while (i < length && line[i] == '#') {
            i++;
        }
        int selector = Characters.skipHex(line, i, length);
        boolean address = selector > i && selector < length && line[selector] == ':';
        return address ? -1 : i;
    }

    private static boolean startsWith(byte[] line, int from, int length, String word) {
        if (length - from < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (line[from + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
