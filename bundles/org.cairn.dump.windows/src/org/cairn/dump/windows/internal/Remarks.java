package org.cairn.dump.windows.internal;

import org.cairn.dump.Dump;
import org.cairn.dump.Remark;
import org.cairn.memory.Structure;

import java.util.Locale;

/** Words the remarks of the streams, and hands them to the dump. */
record Remarks(Dump.Builder dump) {
    void info(String text) {
        dump.remark(Remark.info(text));
    }

    void warning(String text) {
        dump.remark(Remark.warning(text));
    }

    /** The stream is too short for its first structure. */
    void tooShort(StreamPart part, Structure structure) {
        warning(
                "%s: %s bytes of %s (%s bytes) are in the file; the stream is not used"
                        .formatted(
                                part.place(),
                                number(part.bytes().byteSize()),
                                structure.name(),
                                number(structure.size())));
    }

    /** A number with its noun, such as {@code 1 range} or {@code 1,000 ranges}. */
    static String count(long value, String noun) {
        return number(value) + " " + noun + (value == 1 ? "" : "s");
    }

    /** A number for people. */
    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
