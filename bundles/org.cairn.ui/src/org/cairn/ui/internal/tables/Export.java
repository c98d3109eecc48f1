package org.cairn.ui.internal.tables;

import org.cairn.memory.Progress;

import java.io.IOException;
import java.nio.file.Path;

/** Writes rows into a file, which appears when it is complete, or not at all. */
@FunctionalInterface
public interface Export {
    /**
     * Writes the rows.
     *
     * @param target replaced when it exists
     * @param progress told of the work; cancels it
     * @throws IOException when the rows cannot be read or the file cannot be written
     */
    void write(Path target, Progress progress) throws IOException;
}
