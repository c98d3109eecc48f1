package org.cairn.types;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads symbol files of one format. Safe for use by several threads. */
public interface SymbolFileReader {
    /**
     * Whose types a file holds, read without the types.
     *
     * @param file the file
     * @return the identity of the PDB file that it is or that it was made from; empty when it does
     *     not tell
     * @throws TypeFormatException when it is not a file of the format
     * @throws IOException when it cannot be read
     */
    Optional<PdbIdentity> identity(Path file) throws IOException, TypeFormatException;

    /**
     * Reads a file.
     *
     * @param file the file
     * @return its table
     * @throws TypeFormatException when it is not a file of the format
     * @throws IOException when it cannot be read
     */
    TypeTable read(Path file) throws IOException, TypeFormatException;
}
