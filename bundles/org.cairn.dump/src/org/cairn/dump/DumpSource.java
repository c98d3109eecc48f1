package org.cairn.dump;

import org.cairn.memory.MappedFile;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file offered to the readers. The dump made from it reads from the same mapping, so it lives as
 * long as the source.
 */
public final class DumpSource implements AutoCloseable {
    private final MappedFile file;
    private final List<MappedFile> companions = new ArrayList<>();

    private DumpSource(MappedFile file) {
        this.file = file;
    }

    /**
     * Opens a file.
     *
     * @param path a regular file
     * @return the source; the caller closes it
     * @throws IOException when the file cannot be opened or mapped
     */
    public static DumpSource open(Path path) throws IOException {
        return new DumpSource(MappedFile.open(path));
    }

    /**
     * The file.
     *
     * @return its path, as the user gave it
     */
    public Path path() {
        return file.path();
    }

    /**
     * The whole content.
     *
     * @return a read-only segment
     */
    public MemorySegment bytes() {
        return file.bytes();
    }

    /**
     * The length of the file.
     *
     * @return bytes
     */
    public long size() {
        return file.bytes().byteSize();
    }

    /**
     * A file that belongs to this one: in the same folder, with the same name but for the
     * extension. It is closed with the source.
     *
     * @param extension without the dot
     * @return the file, or empty when there is none, it is this one, or it cannot be opened
     */
    public synchronized Optional<MappedFile> companion(String extension) {
        String name = String.valueOf(path().getFileName());
        int dot = name.lastIndexOf('.');
        Path other = path().resolveSibling(name.substring(0, Math.max(dot, 0)) + '.' + extension);
        if (dot <= 0 || other.equals(path()) || !Files.isRegularFile(other)) {
            return Optional.empty();
        }
        try {
            MappedFile companion = MappedFile.open(other);
            companions.add(companion);
            return Optional.of(companion);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * A refusal of this file.
     *
     * @param offset where the reason lies
     * @param reason what is wrong there
     * @return the exception, to be thrown
     */
    public DumpFormatException refuse(long offset, String reason) {
        return new DumpFormatException(path(), offset, reason);
    }

    @Override
    public synchronized void close() {
        companions.forEach(MappedFile::close);
        companions.clear();
        file.close();
    }
}
