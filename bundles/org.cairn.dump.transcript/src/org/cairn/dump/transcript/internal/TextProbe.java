package org.cairn.dump.transcript.internal;

import org.cairn.dump.DumpReader.Match;
import org.cairn.memory.Progress;

import java.lang.foreign.MemorySegment;

/** Says from its beginning whether a file is the text of a debugging session. */
public final class TextProbe {
    /** As much of a file is looked at, in bytes. */
    static final long LOOKED_AT = 1 << 16;

    /** As many memory lines are convincing without a sign of the debugger that wrote them. */
    private static final int CONVINCING_LINES = 4;

    // A text from OS/2 may end with it.
    private static final byte DOS_END_OF_FILE = 0x1a;
    private static final byte ESCAPE = 0x1b;

    private TextProbe() {}

    /**
     * Looks at the beginning of a file.
     *
     * @param file its content
     * @return how well it fits, never certain, as text has no signature
     */
    public static Match match(MemorySegment file) {
        MemorySegment start = file.asSlice(0, Math.min(file.byteSize(), LOOKED_AT));
        if (!isText(start)) {
            return Match.NONE;
        }
        Transcript transcript = new Transcript(start, Progress.NONE);
        transcript.read();
        long memoryLines = transcript.memoryLines() + transcript.unknownLines();
        if (memoryLines >= CONVINCING_LINES || memoryLines > 0 && transcript.isDialectKnown()) {
            return Match.LIKELY;
        }
        boolean more = file.byteSize() > LOOKED_AT && transcript.isDialectKnown();
        return memoryLines > 0 || more ? Match.POSSIBLE : Match.NONE;
    }

    private static boolean isText(MemorySegment start) {
        TextLines lines = new TextLines(start);
        while (lines.next()) {
            for (int i = 0; i < lines.length(); i++) {
                byte character = lines.line()[i];
                if (character >= 0 && character < ' ' && !isFormat(character)) {
                    return false;
                }
            }
        }
        return start.byteSize() > 0;
    }

    private static boolean isFormat(byte character) {
        return character >= '\b' && character <= '\f'
                || character == DOS_END_OF_FILE
                || character == ESCAPE;
    }
}
