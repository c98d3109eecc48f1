package org.cairn.ui.tests;

import java.nio.file.Path;

/** Files that tests read and write. */
final class Samples {
    private Samples() {}

    /** One of the dumps in the folder {@code samples}. */
    static Path file(String name) {
        return folder().resolve(name);
    }

    static Path folder() {
        return Path.of(System.getProperty("cairn.samples"));
    }

    /** Where results for people go. */
    static Path results() {
        return Path.of(System.getProperty("cairn.results"));
    }
}
