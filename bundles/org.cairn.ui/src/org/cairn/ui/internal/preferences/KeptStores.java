package org.cairn.ui.internal.preferences;

import org.eclipse.jdt.annotation.NonNullByDefault;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The stores of decoded dumps in a cache folder.
 *
 * @param files the stores
 * @param bytes size of all together
 */
record KeptStores(List<Path> files, long bytes) {
    private static final String SUFFIX = ".cairn";
    private static final String FOLDER = "stores";

    /**
     * Looks for them.
     *
     * @param cache the folder, which may not exist
     * @return those that can be seen
     * @throws IOException when the folder cannot be read
     */
    static KeptStores in(Path cache) throws IOException {
        Path folder = cache.resolve(FOLDER);
        if (Files.notExists(folder)) {
            return new KeptStores(List.of(), 0);
        }
        Visitor visitor = new Visitor();
        Files.walkFileTree(folder, Set.of(), 1, visitor);
        return new KeptStores(List.copyOf(visitor.files), visitor.bytes);
    }

    /**
     * Deletes them.
     *
     * @param kept stores that stay, since dumps are open with them
     * @throws IOException when one cannot be deleted; others may be deleted then
     */
    void delete(Set<Path> kept) throws IOException {
        for (Path file : files) {
            if (!kept.contains(file)) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Collects stores and their sizes. */
    @NonNullByDefault({})
    private static final class Visitor extends SimpleFileVisitor<Path> {
        private final List<Path> files = new ArrayList<>();
        private long bytes;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && file.toString().endsWith(SUFFIX)) {
                files.add(file);
                bytes += attributes.size();
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
