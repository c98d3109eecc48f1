package org.cairn.store.internal;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of files that are in the making, and the removal of those that a crash left behind. A
 * name tells the process that it belongs to: {@code x.cairn-1234-0011223344556677.tmp}, with {@code
 * .wal} or {@code .spill} after it for what the database puts beside.
 */
public final class TemporaryFiles {
    private static final Pattern NAME =
            Pattern.compile(".+\\.cairn-(\\d{1,18})-[0-9a-f]{16}\\.tmp(\\.wal|\\.spill)?");
    private static final String WAL = ".wal";
    private static final String SPILL = ".spill";
    private static final Duration KEPT = Duration.ofDays(1);

    private TemporaryFiles() {}

    /**
     * A name that nobody else uses.
     *
     * @param folder where the file will be
     * @param name the name that it gets in the end
     * @return the path of a file that does not exist
     */
    public static Path name(Path folder, String name) {
        String random = "%016x".formatted(ThreadLocalRandom.current().nextLong());
        return folder.resolve(
                name + ".cairn-" + ProcessHandle.current().pid() + "-" + random + ".tmp");
    }

    /**
     * The folder that a database spills to.
     *
     * @param temporary a path from {@link #name}
     * @return the folder's path
     */
    public static Path spill(Path temporary) {
        return temporary.resolveSibling(temporary.getFileName() + SPILL);
    }

    /**
     * The log that a database writes beside its file.
     *
     * @param file the database
     * @return the log's path
     */
    public static Path log(Path file) {
        return file.resolveSibling(file.getFileName() + WAL);
    }

    /**
     * Deletes a temporary database and all beside it, as far as that is possible.
     *
     * @param temporary a path from {@link #name}
     */
    public static void delete(Path temporary) {
        deleteQuietly(temporary);
        deleteQuietly(log(temporary));
        deleteSpill(spill(temporary));
    }

    /**
     * Deletes a folder that a database spilled to, as far as that is possible.
     *
     * @param spill a path from {@link #spill}
     */
    public static void deleteSpill(Path spill) {
        deleteQuietly(spill);
    }

    /**
     * Deletes what crashed processes left in a folder: files with our names that are older than a
     * day and whose process is gone.
     *
     * @param folder where temporary files are made
     */
    public static void clean(Path folder) {
        Instant oldest = Instant.now().minus(KEPT);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*.tmp*")) {
            for (Path entry : entries) {
                Matcher matcher = NAME.matcher(String.valueOf(entry.getFileName()));
                if (matcher.matches()
                        && isOlder(entry, oldest)
                        && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty()) {
                    deleteQuietly(entry);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // A folder that cannot be listed is not cleaned; writing to it tells the user.
            return;
        }
    }

    private static boolean isOlder(Path file, Instant oldest) {
        try {
            return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                    .toInstant()
                    .isBefore(oldest);
        } catch (IOException e) {
            // It was just deleted by its owner or by another process that cleans.
            return false;
        }
    }

    // A spill folder holds files only. A link is deleted, not followed.
    private static void deleteQuietly(Path path) {
        try {
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
                    for (Path entry : entries) {
                        Files.deleteIfExists(entry);
                    }
                }
            }
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // Somebody else has it open, or was faster; the next run tries again.
            return;
        }
    }
}
