package org.cairn.platform.tests;

import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Commands on the samples, with a folder of their own. */
abstract class SampleCommands {
    private @TempDir @Nullable Path folder;

    /** A folder of the test's own. */
    Path folder() {
        return Objects.requireNonNull(folder);
    }

    CommandRun cairn(Object... arguments) {
        return CommandRun.of(folder().resolve("cache"), arguments);
    }

    static Path sample(String name) {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(root.resolve("samples"))) {
            root = Objects.requireNonNull(root.getParent(), "not inside the source tree");
        }
        return root.resolve("samples").resolve(name);
    }
}
