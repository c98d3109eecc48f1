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
    private final Path path;
    private final MemorySegment bytes;
    private final List<MappedFile> files = new ArrayList<>();

    private DumpSource(Path path, MemorySegment bytes) {
        this.path = path;
        this.bytes = bytes;
    }

    /**
     * Opens a file.
     *
     * @param path a regular file
     * @return the source; the caller closes it
     * @throws IOException when the file cannot be opened or mapped
     */
    public static DumpSource open(Path path) throws IOException {
        return open(path, path);
    }

    /**
     * Opens a file that was unpacked from another.
     *
     * @param path the file that the user gave, named in messages
     * @param content the file that holds its bytes
     * @return the source; the caller closes it
     * @throws IOException when the content cannot be opened or mapped
     */
    public static DumpSource open(Path path, Path content) throws IOException {
        MappedFile file = MappedFile.open(content);
        DumpSource source = new DumpSource(path, file.bytes());
        source.files.add(file);
        return source;
    }

    /**
     * Bytes that are at hand.
     *
     * @param path named in messages; need not exist
     * @param bytes the content
     * @return the source
     */
    public static DumpSource of(Path path, MemorySegment bytes) {
        return new DumpSource(path, bytes);
    }

    /**
     * The file.
     *
     * @return its path, as the user gave it
     */
    public Path path() {
        return path;
    }

    /**
     * The whole content.
     *
     * @return a read-only segment
     */
    public MemorySegment bytes() {
        return bytes;
    }

    /**
     * The length of the file.
     *
     * @return bytes
     */
    public long size() {
        return bytes.byteSize();
    }

    /**
     * A file that belongs to this one: in the same folder, with the same name but for the
     * extension. It is closed with the source.
     *
     * @param extension without the dot
     * @return the file, or empty when there is none, it is this one, or it cannot be opened
     */
    public synchronized Optional<MappedFile> companion(String extension) {
        String name = String.valueOf(path.getFileName());
        int dot = name.lastIndexOf('.');
        Path other = path.resolveSibling(name.substring(0, Math.max(dot, 0)) + '.' + extension);
        if (dot <= 0 || other.equals(path) || !Files.isRegularFile(other)) {
            return Optional.empty();
        }
        try {
            MappedFile companion = MappedFile.open(other);
            files.add(companion);
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
        return new DumpFormatException(path, offset, reason);
    }

    @Override
    public synchronized void close() {
        files.forEach(MappedFile::close);
        files.clear();
    }
}
