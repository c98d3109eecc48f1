package org.cairn.analysis.internal;

import org.cairn.analysis.Contribution;
import org.cairn.dump.Dump;
import org.cairn.dump.DumpFormatException;
import org.cairn.dump.DumpReader;
import org.cairn.dump.DumpReader.Match;
import org.cairn.dump.DumpSource;
import org.cairn.dump.Remark;
import org.cairn.memory.Progress;
import org.eclipse.jdt.annotation.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A dump read by the reader that fits it best.
 *
 * @param source the open file
 * @param dump what was read
 * @param remarks about readers that failed
 */
public record OpenDump(DumpSource source, Dump dump, List<Remark> remarks)
        implements AutoCloseable {
    /**
     * Opens a file.
     *
     * @param file a regular file
     * @param readers to choose from
     * @param progress told of long work
     * @return the open dump
     * @throws DumpFormatException when no reader knows the file, or the one that does refuses it
     * @throws IOException when the file cannot be opened
     */
    public static OpenDump open(
            Path file, List<Contribution<DumpReader>> readers, Progress progress)
            throws DumpFormatException, IOException {
        if (Files.isDirectory(file)) {
            throw new DumpFormatException(file, 0, "a folder, not a dump");
        }
        DumpSource source = DumpSource.open(file);
        try {
            List<Remark> remarks = new ArrayList<>();
            Dump dump = best(source, readers, remarks).read(source, progress);
            return new OpenDump(source, dump, remarks);
        } catch (DumpFormatException | RuntimeException | Error failure) {
            source.close();
            throw failure;
        }
    }

    private static DumpReader best(
            DumpSource source, List<Contribution<DumpReader>> readers, List<Remark> remarks)
            throws DumpFormatException {
        Match match = Match.NONE;
        @Nullable DumpReader best = null;
        for (Contribution<DumpReader> contribution : readers) {
            try {
                DumpReader reader = contribution.get();
                Match found = reader.probe(source);
                if (found.compareTo(match) > 0) {
                    match = found;
                    best = reader;
                }
            } catch (RuntimeException | LinkageError | StackOverflowError failure) {
                remarks.add(
                        Remark.warning(
                                "reader "
                                        + contribution.id()
                                        + " of "
                                        + contribution.contributor()
                                        + " failed and was left out: "
                                        + failure));
            }
        }
        if (best != null) {
            return best;
        }
        throw source.refuse(
                0, source.size() == 0 ? "the file is empty" : "not a dump of a known format");
    }

    @Override
    public void close() {
        source.close();
    }
}
