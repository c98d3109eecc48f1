package org.cairn.dump.machine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.cairn.testkit.CorpusFiles;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Files of the corpus; a test is skipped where there is none. */
final class Corpus {
    private Corpus() {}

    static Path file(String name, Path folder) throws IOException {
        Optional<CorpusFiles> corpus = CorpusFiles.locate();
        assumeTrue(corpus.isPresent(), CorpusFiles.MISSING);
        return corpus.orElseThrow().file(name, folder);
    }
}
