package org.cairn.analysis.internal;

import org.cairn.analysis.Contribution;
import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpFormatException;
import org.cairn.dump.DumpReader;
import org.cairn.dump.DumpReader.Match;
import org.cairn.dump.DumpSource;
import org.cairn.dump.Remark;
import org.cairn.dump.packed.UnpackedFiles;
import org.cairn.memory.Absence;
import org.cairn.memory.Progress;
import org.cairn.memory.SparseMemory;
import org.eclipse.jdt.annotation.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A dump read by the reader that fits it best.
 *
 * @param source the open file
 * @param dump what was read
 * @param remarks about readers that failed
 */
public record OpenDump(DumpSource source, Dump dump, List<Remark> remarks)
        implements AutoCloseable {
    private static final long PAGE = 1 << 12;

    /**
     * Opens a file; one that is packed is unpacked first.
     *
     * @param file a regular file
     * @param unpacked where packed files are unpacked to
     * @param readers to choose from
     * @param raw whether only the bytes of physical memory are taken from it
     * @param scan whether a file that no reader knows is taken for physical memory
     * @param progress told of long work
     * @return the open dump
     * @throws DumpFormatException when the file is damaged, no reader knows it, or the one that
     *     does refuses it
     * @throws IOException when there is no place to unpack it to
     */
    public static OpenDump open(
            Path file,
            UnpackedFiles unpacked,
            List<Contribution<DumpReader>> readers,
            boolean raw,
            boolean scan,
            Progress progress)
            throws DumpFormatException, IOException {
        requireFile(file);
        Optional<Path> content = unpacked.unpack(file, progress);
        progress.task("reading " + file.getFileName());
        DumpSource source = source(file, content.orElse(file));
        try {
            List<Remark> remarks = new ArrayList<>();
            Optional<DumpReader> best = best(source, readers, remarks);
            Dump dump =
                    best.isPresent() ? best.get().read(source, progress) : unknown(source, scan);
            content.ifPresent(path -> remarks.add(Remark.info("unpacked to " + path)));
            return new OpenDump(source, raw ? bare(source, dump) : dump, remarks);
        } catch (DumpFormatException | RuntimeException | Error failure) {
            source.close();
            throw failure;
        }
    }

    private static Dump bare(DumpSource source, Dump dump) throws DumpFormatException {
        if (dump.memoryKind() != MemoryKind.PHYSICAL) {
            throw source.refuse(
                    0, dump.format() + ": no physical memory, which --raw would search");
        }
        return dump.bare();
    }

    /**
     * A pipe would keep its reader waiting for ever, a device has no end: only regular files are
     * opened.
     */
    private static void requireFile(Path file) throws DumpFormatException {
        if (!Files.exists(file)) {
            throw new DumpFormatException(file, 0, "no such file");
        }
        if (!Files.isRegularFile(file)) {
            throw new DumpFormatException(
                    file,
                    0,
                    Files.isDirectory(file) ? "a folder, not a dump" : "not a regular file");
        }
        if (!Files.isReadable(file)) {
            throw new DumpFormatException(file, 0, "cannot be opened: it is not readable");
        }
    }

    private static DumpSource source(Path file, Path content) throws DumpFormatException {
        try {
            return DumpSource.open(file, content);
        } catch (IOException failure) {
            throw new DumpFormatException(file, 0, "cannot be opened: " + failure.getMessage());
        }
    }

    /**
     * Who scans knows that it is memory, whatever its size: one page, or pages that are cut off.
     */
    private static Dump unknown(DumpSource source, boolean scan) throws DumpFormatException {
        if (source.size() == 0) {
            throw source.refuse(0, "the file is empty");
        }
        if (!scan) {
            throw source.refuse(0, "not a dump of a known format");
        }
        SparseMemory.Builder memory = SparseMemory.builder(Absence.NOT_CAPTURED);
        memory.promised(0, source.bytes(), 0, source.size() + PAGE - 1 & -PAGE);
        return Dump.builder("bare memory")
                .remark(Remark.info("no format is known: the file is taken for memory"))
                .memory(MemoryKind.PHYSICAL, memory.build())
                .build();
    }

    private static Optional<DumpReader> best(
            DumpSource source, List<Contribution<DumpReader>> readers, List<Remark> remarks) {
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
        return best == null ? Optional.empty() : Optional.of(best);
    }

    @Override
    public void close() {
        source.close();
    }
}
