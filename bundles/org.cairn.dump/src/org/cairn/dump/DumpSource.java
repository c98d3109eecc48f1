package org.cairn.dump;

import org.cairn.memory.MappedFile;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * A file offered to the readers. The dump made from it reads from the same mapping, so it lives as
 * long as the source.
 */
public final class DumpSource implements AutoCloseable {
    private final MappedFile file;

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
    public void close() {
        file.close();
    }
}
