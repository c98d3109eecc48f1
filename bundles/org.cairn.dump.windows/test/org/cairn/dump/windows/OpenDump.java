package org.cairn.dump.windows;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpFormatException;
import org.cairn.dump.DumpSource;
import org.cairn.memory.Progress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file and the dump read from it. */
record OpenDump(DumpSource source, Dump dump) implements AutoCloseable {
    static OpenDump read(Path file) throws IOException, DumpFormatException {
        DumpSource source = DumpSource.open(file);
        try {
            return new OpenDump(source, new MinidumpReader().read(source, Progress.NONE));
        } catch (DumpFormatException | RuntimeException failure) {
            source.close();
            throw failure;
        }
    }

    static OpenDump read(Path file, byte[] content) throws IOException, DumpFormatException {
        return read(Files.write(file, content));
    }

    @Override
    public void close() {
        source.close();
    }
}
