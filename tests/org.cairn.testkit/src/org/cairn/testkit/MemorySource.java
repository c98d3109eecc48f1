package org.cairn.testkit;

import java.io.IOException;
import java.io.OutputStream;

/** Bytes of a memory range that are made when the file is written. */
public interface MemorySource {
    /**
     * The length of the range.
     *
     * @return bytes, exactly as many as {@link #write} writes
     */
    long size();

    /**
     * Writes the bytes, from the first to the last.
     *
     * @param out takes them
     * @throws IOException when the file cannot be written
     */
    void write(OutputStream out) throws IOException;

    /**
     * Bytes that are there already.
     *
     * @param bytes the content
     * @return a source that writes them
     */
    static MemorySource of(byte... bytes) {
        return new MemorySource() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public void write(OutputStream out) throws IOException {
                out.write(bytes);
            }
        };
    }
}
