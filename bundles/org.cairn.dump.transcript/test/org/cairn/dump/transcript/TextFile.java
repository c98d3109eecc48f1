package org.cairn.dump.transcript;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpFormatException;
import org.cairn.dump.DumpReader.Match;
import org.cairn.dump.DumpSource;
import org.cairn.dump.Remark;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A text in a file of its own, and what the reader makes of it. */
record TextFile(Path path) implements AutoCloseable {
    static TextFile of(String text) throws IOException {
        return of(text, StandardCharsets.ISO_8859_1);
    }

    static TextFile of(String text, Charset charset) throws IOException {
        return of(text.getBytes(charset));
    }

    static TextFile of(byte[] bytes) throws IOException {
        Path path = Files.createTempFile("transcript", ".txt");
        Files.write(path, bytes);
        return new TextFile(path);
    }

    static Dump dump(String text) throws IOException, DumpFormatException {
        try (TextFile file = of(text)) {
            return file.read();
        }
    }

    Dump read() throws IOException, DumpFormatException {
        try (DumpSource source = DumpSource.open(path)) {
            return new TranscriptReader().read(source, Progress.NONE);
        }
    }

    Match match() throws IOException {
        try (DumpSource source = DumpSource.open(path)) {
            return new TranscriptReader().probe(source);
        }
    }

    @Override
    public void close() throws IOException {
        Files.delete(path);
    }

    /** The runs as text: {@code 1000: 01 02}. */
    static List<String> runs(Dump dump) {
        List<String> runs = new ArrayList<>();
        for (Run.Mapped run : dump.memory().mapped(0, -1L)) {
            byte[] bytes = bytes(dump.memory(), run.start(), (int) run.bytes().byteSize());
            runs.add(
                    Long.toHexString(run.start())
                            + ": "
                            + HexFormat.ofDelimiter(" ").formatHex(bytes));
        }
        return runs;
    }

    static byte[] bytes(AddressSpace space, long address, int count) {
        byte[] bytes = new byte[count];
        long done = space.read(address, MemorySegment.ofArray(bytes));
        if (done != count) {
            throw new AssertionError("only " + done + " bytes at " + Long.toHexString(address));
        }
        return bytes;
    }

    static List<String> remarks(Dump dump) {
        return dump.remarks().stream().map(Remark::text).toList();
    }
}
