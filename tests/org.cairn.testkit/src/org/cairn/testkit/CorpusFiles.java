package org.cairn.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The corpus: dumps that were not written by this project, with known contents. It is no part of
 * the project; a test that needs it is skipped when it is not there.
 */
public final class CorpusFiles {
    /** The system property that names the corpus's folder. */
    public static final String PROPERTY = "cairn.corpus";

    /** Why a test is skipped. */
    public static final String MISSING =
            "no corpus: system property " + PROPERTY + " does not name a folder";

    private final Path folder;

    private CorpusFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * Looks for the corpus.
     *
     * @return the corpus, or empty when {@link #PROPERTY} does not name a folder
     */
    public static Optional<CorpusFiles> locate() {
        return Optional.ofNullable(System.getProperty(PROPERTY))
                .map(Path::of)
                .filter(Files::isDirectory)
                .map(CorpusFiles::new);
    }

    /**
     * A file of the corpus.
     *
     * @param name with folders and without {@code .gz}, such as {@code rosheap/r64.mdmp}
     * @param temporary where to unpack it when it is stored compressed
     * @return the file
     * @throws IOException when there is no such file, or it cannot be unpacked
     */
    public Path file(String name, Path temporary) throws IOException {
        Path plain = folder.resolve(name);
        if (Files.exists(plain)) {
            return plain;
        }
        Path unpacked = temporary.resolve(plain.getFileName());
        try (InputStream packed = Files.newInputStream(folder.resolve(name + ".gz"));
                InputStream content = new GZIPInputStream(packed)) {
            Files.copy(content, unpacked);
        }
        return unpacked;
    }

    /**
     * The ground truth of a dump.
     *
     * @param name with folders, such as {@code rosheap/r64.truth.tsv}
     * @return what is live in the dump
     * @throws IOException when the file cannot be read
     */
    public HeapTruth truth(String name) throws IOException {
        return HeapTruth.parse(Files.readAllLines(folder.resolve(name)));
    }
}
