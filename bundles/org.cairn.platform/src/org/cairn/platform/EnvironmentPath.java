package org.cairn.platform;

import org.eclipse.jdt.annotation.Nullable;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A folder that a variable of the environment names. */
final class EnvironmentPath {
    private EnvironmentPath() {}

    static @Nullable Path of(@Nullable String text) {
        try {
            return text == null || text.isBlank() ? null : Path.of(text);
        } catch (InvalidPathException unusable) {
            return null;
        }
    }

    static Path of(@Nullable String text, Path otherwise) {
        Path path = of(text);
        return path == null ? otherwise : path;
    }
}
