package org.cairn.dump.transcript.internal;

import org.cairn.dump.SystemClaim;
import org.cairn.memory.Architecture;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which debugger wrote a text, by signs that only one of them prints: the Dump Formatter and the
 * OS/2 kernel debugger write linear addresses with a percent sign, prompt with hashes and list
 * descriptors, arena and object records and threads under fixed headings (OS/2 Debugging Handbook,
 * ".M", ".P", "DG"); WinDbg and KD divide 64-bit values with a backtick, name the processor and
 * thread in the prompt, and print symbols with an exclamation mark.
 */
final class Dialect {
    private static final int LONGEST = 200;

    /** As many lines are searched for signs; the rest of a long text has the same author. */
    private static final int MOST_LINES = 1 << 16;

    private static final Pattern OS2_PROMPT =
            Pattern.compile(
                    "#{1,4}\\s*(?:\\.(?:a|d|i|lm|m|n|p|r|s)[a-z]*|d[abdglw]?|ln|u)(?:[\\s#%].*)?",
                    Pattern.CASE_INSENSITIVE);

    /** Beginnings of headings, in small letters and with single blanks. */
    private static final List<String> OS2_HEADINGS =
            List.of("*har ", "har par", "hob har", "hob va", "slot pid", "slot sta", "pmte=%");

    private static final Pattern WINDOWS_PROMPT =
            Pattern.compile("(?:\\d+:\\d+(?::\\w+)?|(?:\\d+:\\s*)?l?kd(?::\\w+)?)>.*");
    private static final Pattern WINDOWS_WORDS =
            Pattern.compile("\\b(?:nt|ntdll|ntkrnl\\w*)!\\w|!heap\\b");

    private long os2;
    private long windows;
    private boolean wide;
    private int searched;

    /** Takes a memory line. */
    void memory(MemoryLine line, byte first) {
        if (first == '%') {
            os2++;
        }
        if (line.quoted()) {
            windows++;
        }
        wide |= line.wide();
    }

    /** Takes a descriptor of {@code dg} or {@code dl}. */
    void descriptor() {
        os2++;
    }

    /** Takes any other line. */
    void other(byte[] line, int from, int length) {
        if (from == length || searched == MOST_LINES) {
            return;
        }
        searched++;
        int end = Math.min(length, from + LONGEST);
        String text = new String(line, from, end - from, StandardCharsets.ISO_8859_1);
        String plain = text.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        if (OS2_PROMPT.matcher(text).matches() || OS2_HEADINGS.stream().anyMatch(plain::contains)) {
            os2++;
        }
        if (WINDOWS_PROMPT.matcher(text).matches() || WINDOWS_WORDS.matcher(text).find()) {
            windows++;
        }
    }

    /** Whether any sign was seen. */
    boolean isKnown() {
        return os2 != windows;
    }

    SystemClaim claim() {
        if (os2 == windows) {
            return SystemClaim.NONE;
        }
        return os2 > windows
                ? new SystemClaim(SystemClaim.OS2, "", 0, Optional.of(Architecture.X86))
                : new SystemClaim(
                        SystemClaim.WINDOWS,
                        "",
                        0,
                        Optional.of(wide ? Architecture.X64 : Architecture.X86));
    }

    /** The debugger, for people, or an empty text. */
    String debugger() {
        if (os2 == windows) {
            return "";
        }
        return os2 > windows ? "OS/2 kernel debugger or Dump Formatter" : "WinDbg or KD";
    }
}
