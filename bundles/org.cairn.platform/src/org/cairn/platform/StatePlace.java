package org.cairn.platform;

import java.nio.file.Path;
import java.util.Map;

/** Where the window keeps its state between runs: layout, open dumps, preferences. */
public final class StatePlace {
    private static final UserFolders FOLDERS =
            new UserFolders("Application Support", "XDG_STATE_HOME", ".local/state");

    private StatePlace() {}

    /**
     * The state folder of the user: {@code CAIRN_WORKSPACE} where it is set, else the place that
     * the platform's conventions name ({@code XDG_STATE_HOME} or {@code ~/.local/state}, {@code
     * ~/Library/Application Support}, {@code LOCALAPPDATA}).
     *
     * @param environment the process environment
     * @param system the name of the operating system ({@code os.name})
     * @param home the user's home folder as Java knows it; HOME goes before it, as for other
     *     programs
     * @return a folder that may not exist yet
     */
    public static Path folder(Map<String, String> environment, String system, Path home) {
        Path chosen = EnvironmentPath.of(environment.get("CAIRN_WORKSPACE"));
        return chosen == null
                ? FOLDERS.cairn(environment, system, home).resolve("workspace")
                : chosen;
    }
}
