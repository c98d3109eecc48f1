package org.cairn.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The corpus, or a skipped test. */
final class Corpus {
    private Corpus() {}

    static CorpusFiles files() {
        var files = CorpusFiles.locate();
        assumeTrue(files.isPresent(), CorpusFiles.MISSING);
        return files.orElseThrow();
    }
}
