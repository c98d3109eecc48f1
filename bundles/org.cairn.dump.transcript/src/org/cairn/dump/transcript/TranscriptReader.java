package org.cairn.dump.transcript;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpFormatException;
import org.cairn.dump.DumpReader;
import org.cairn.dump.DumpSource;
import org.cairn.dump.transcript.internal.TextProbe;
import org.cairn.dump.transcript.internal.Transcript;
import org.cairn.memory.Progress;

/**
 * Reads the text of a debugging session. Lines of the {@code d} commands of WinDbg and KD
 * (Debugging Tools for Windows) and of the OS/2 kernel debugger and Dump Formatter (OS/2 Debugging
 * Handbook, "D - Display Memory") become memory, {@code dg} and {@code dl} lines give the bases of
 * selectors, all other lines are passed over. Memory that no line shows is absent.
 */
public final class TranscriptReader implements DumpReader {
    /** The largest text that is read, in bytes. */
    public static final long MAX_SIZE = 256L << 20;

    /** Creates the reader. */
    public TranscriptReader() {
        // stateless
    }

    @Override
    public String id() {
        return "org.cairn.dump.transcript";
    }

    @Override
    public String name() {
        return "Debugger transcript";
    }

    @Override
    public Match probe(DumpSource source) {
        return TextProbe.match(source.bytes());
    }

    @Override
    public Dump read(DumpSource source, Progress progress) throws DumpFormatException {
        if (source.size() > MAX_SIZE) {
            throw source.refuse(
                    MAX_SIZE,
                    "a transcript may have at most %,d bytes, this file has %,d"
                            .formatted(MAX_SIZE, source.size()));
        }
        Transcript transcript = new Transcript(source.bytes(), progress);
        transcript.read();
        if (!transcript.hasBytes()) {
            throw source.refuse(
                    0,
                    transcript.unknownLines() > 0
                            ? transcript.unknown()
                            : "no line shows memory as a debugger prints it");
        }
        return transcript.dump(name());
    }
}
