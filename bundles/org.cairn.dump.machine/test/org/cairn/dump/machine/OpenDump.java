package org.cairn.dump.machine;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpFormatException;
import org.cairn.dump.DumpReader;
import org.cairn.dump.DumpSource;
import org.cairn.memory.Progress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** A file and the dump that the reader with the best match made of it. */
record OpenDump(DumpSource source, Dump dump) implements AutoCloseable {
    static final List<DumpReader> READERS =
            List.of(
                    new ElfCoreReader(),
                    new KdumpReader(),
                    new LimeReader(),
                    new VmwareReader(),
                    new RawMemoryReader());

    static OpenDump read(Path file) throws IOException, DumpFormatException {
        DumpSource source = DumpSource.open(file);
        try {
            DumpReader reader =
                    READERS.stream()
                            .max(Comparator.comparing((DumpReader each) -> each.probe(source)))
                            .orElseThrow();
            return new OpenDump(source, reader.read(source, Progress.NONE));
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
