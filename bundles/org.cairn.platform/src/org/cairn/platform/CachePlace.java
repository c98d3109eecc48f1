package org.cairn.platform;

import java.nio.file.Path;
import java.util.Map;

/** Where results are kept between runs. */
public final class CachePlace {
    private static final UserFolders FOLDERS =
            new UserFolders("Caches", "XDG_CACHE_HOME", ".cache");

    private CachePlace() {}

    /**
     * The cache folder of the user: {@code CAIRN_CACHE} where it is set, else the place that the
     * platform's conventions name ({@code XDG_CACHE_HOME} or {@code ~/.cache}, {@code
     * ~/Library/Caches}, {@code LOCALAPPDATA}).
     *
     * @param environment the process environment
     * @param system the name of the operating system ({@code os.name})
     * @param home the user's home folder as Java knows it; HOME goes before it, as for other
     *     programs
     * @return a folder that may not exist yet
     */
    public static Path folder(Map<String, String> environment, String system, Path home) {
        Path chosen = EnvironmentPath.of(environment.get("CAIRN_CACHE"));
        return chosen == null ? FOLDERS.cairn(environment, system, home) : chosen;
    }
}
