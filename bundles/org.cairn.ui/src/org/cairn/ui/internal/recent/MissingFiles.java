package org.cairn.ui.internal.recent;

import org.eclipse.core.runtime.jobs.Job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which files are gone. They are looked for in the background, since the file system of one of them
 * may be slow to answer; so what is known is as old as the last look.
 */
final class MissingFiles {
    private volatile Set<Path> gone = Set.of();

    /**
     * Whether a file was gone at the last look.
     *
     * @param file one of those looked for
     */
    boolean contains(Path file) {
        return gone.contains(file);
    }

    /**
     * Looks once more.
     *
     * @param files to look for
     */
    void lookFor(List<Path> files) {
        Job look =
                Job.createSystem(
                        "Looking for recent dumps",
                        _ -> {
                            gone =
                                    files.stream()
                                            .filter(Files::notExists)
                                            .collect(Collectors.toUnmodifiableSet());
                        });
        look.schedule();
    }
}
