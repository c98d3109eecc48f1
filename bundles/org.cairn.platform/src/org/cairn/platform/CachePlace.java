package org.cairn.platform;

import org.eclipse.jdt.annotation.Nullable;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where results are kept between runs. */
public final class CachePlace {
    private CachePlace() {}

    /**
     * The cache folder of the user: {@code CAIRN_CACHE} where it is set, else the place that the
     * platform's conventions name ({@code XDG_CACHE_HOME} or {@code ~/.cache}, {@code
     * ~/Library/Caches}, {@code LOCALAPPDATA}).
     *
     * @param environment the process environment
     * @param system the name of the operating system ({@code os.name})
     * @param home the user's home folder
     * @return a folder that may not exist yet
     */
    public static Path folder(Map<String, String> environment, String system, Path home) {
        Path chosen = path(environment.get("CAIRN_CACHE"));
        if (chosen != null) {
            return chosen;
        }
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return orElse(environment.get("LOCALAPPDATA"), home.resolve("AppData").resolve("Local"))
                    .resolve("Cairn");
        }
        if (name.startsWith("mac")) {
            return home.resolve("Library").resolve("Caches").resolve("Cairn");
        }
        return orElse(environment.get("XDG_CACHE_HOME"), home.resolve(".cache")).resolve("cairn");
    }

    private static Path orElse(@Nullable String text, Path otherwise) {
        Path path = path(text);
        return path == null ? otherwise : path;
    }

    private static @Nullable Path path(@Nullable String text) {
        try {
            return text == null || text.isBlank() ? null : Path.of(text);
        } catch (InvalidPathException unusable) {
            return null;
        }
    }
}
