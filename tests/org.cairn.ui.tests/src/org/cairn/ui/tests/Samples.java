package org.cairn.ui.tests;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
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

    /** Lets a dump be decoded anew, whatever an earlier run of the tests has left. */
    static void forgetStores(Path dump) throws IOException {
        Path stores = results().resolve("cache").resolve("stores");
        if (!Files.exists(stores)) {
            return;
        }
        try (DirectoryStream<Path> kept =
                Files.newDirectoryStream(stores, dump.getFileName() + "*")) {
            for (Path store : kept) {
                Files.delete(store);
            }
        }
    }
}
