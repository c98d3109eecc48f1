package org.cairn.platform;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where the window keeps its state between runs: layout, open dumps, preferences. */
public final class StatePlace {
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
        return chosen == null ? usual(environment, system, home).resolve("workspace") : chosen;
    }

    private static Path usual(Map<String, String> environment, String system, Path home) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return EnvironmentPath.of(
                            environment.get("LOCALAPPDATA"),
                            home.resolve("AppData").resolve("Local"))
                    .resolve("Cairn");
        }
        Path own = EnvironmentPath.of(environment.get("HOME"), home);
        if (name.startsWith("mac")) {
            return own.resolve("Library").resolve("Application Support").resolve("Cairn");
        }
        return EnvironmentPath.of(
                        environment.get("XDG_STATE_HOME"), own.resolve(".local").resolve("state"))
                .resolve("cairn");
    }
}
