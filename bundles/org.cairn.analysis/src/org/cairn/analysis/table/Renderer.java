package org.cairn.analysis.table;

import java.io.IOException;

/** Writes a table. One renderer writes one document, which may hold several tables. */
public interface Renderer extends AutoCloseable {
    /**
     * Writes all rows of a table and closes it.
     *
     * @param table read to its end
     * @throws IOException when the output cannot be written
     */
    void table(Table table) throws IOException;

    /**
     * Ends the document and flushes the output, which stays open.
     *
     * @throws IOException when the output cannot be written
     */
    @Override
    void close() throws IOException;
}
