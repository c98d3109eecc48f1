package org.cairn.dump;

import org.cairn.memory.Progress;

/**
 * Reads one kind of dump file. Contributed through the extension point {@code
 * org.cairn.platform.dumpReaders} or, in a plain JVM, through {@link java.util.ServiceLoader}.
 * Instances are stateless and used by several threads.
 */
public interface DumpReader {
    /**
     * The identity, the same as in the extension.
     *
     * @return a name such as {@code org.cairn.dump.windows.minidump}
     */
    String id();

    /**
     * What the format is called.
     *
     * @return a short name for people, such as {@code Windows minidump}
     */
    String name();

    /**
     * Says how well the file fits, from its first bytes; the reader with the best match gets the
     * file.
     *
     * @param source the file, possibly empty or of any other kind
     * @return how well it fits
     */
    Match probe(DumpSource source);

    /**
     * Reads the container. Parts that are missing or damaged become {@linkplain Dump#remarks()
     * remarks}; only a file of which nothing can be used is refused. What the file promises is
     * checked against what it holds before memory is reserved for it.
     *
     * @param source the file
     * @param progress told of long work
     * @return the dump, which reads from the source as long as that is open
     * @throws DumpFormatException when nothing in the file can be used
     */
    Dump read(DumpSource source, Progress progress) throws DumpFormatException;

    /** How well a file fits a reader, from worst to best. */
    enum Match {
        /** Not this format. */
        NONE,
        /** Nothing speaks against it, as for raw memory. */
        POSSIBLE,
        /** The content looks like it. */
        LIKELY,
        /** The format's signature is there. */
        CERTAIN
    }
}
