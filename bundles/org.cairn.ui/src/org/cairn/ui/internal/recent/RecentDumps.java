package org.cairn.ui.internal.recent;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The dumps that were opened lately. */
public final class RecentDumps {
    private static final String KEY = "recent.dumps";
    private static final int MOST = 10;

    private final RecentTexts texts;

    /**
     * Creates the list.
     *
     * @param texts that are kept
     */
    public RecentDumps(RecentTexts texts) {
        this.texts = texts;
    }

    /**
     * The dumps of this workspace.
     *
     * @return at most ten
     */
    public static RecentDumps ofWorkspace() {
        return new RecentDumps(RecentTexts.ofWorkspace(KEY, MOST));
    }

    /**
     * The dumps.
     *
     * @return absolute paths of files that may be gone, the last one first
     */
    public List<Path> all() {
        return texts.all().stream().flatMap(text -> path(text).stream()).toList();
    }

    private static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException unusable) {
            return Optional.empty();
        }
    }

    /**
     * Puts a dump first.
     *
     * @param file absolute
     */
    public void add(Path file) {
        texts.add(file.toString());
    }

    /** Forgets all. */
    public void clear() {
        texts.clear();
    }

    /**
     * The folder to look for dumps in.
     *
     * @return that of the last one
     */
    public Optional<Path> folder() {
        return all().stream().flatMap(file -> Stream.ofNullable(file.getParent())).findFirst();
    }
}
