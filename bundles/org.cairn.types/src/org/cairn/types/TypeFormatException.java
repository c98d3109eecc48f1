package org.cairn.types;

import java.nio.file.Path;

/** A file that cannot be read as a symbol file: which file, where, and why, in one line. */
public final class TypeFormatException extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param file the file
     * @param offset where in the file, of a packed text after unpacking, the reason lies, in bytes
     *     from its beginning
     * @param reason what is wrong there, in a few words
     */
    public TypeFormatException(Path file, long offset, String reason) {
        super(file + ": offset 0x" + Long.toHexString(offset) + ": " + reason);
    }
}
