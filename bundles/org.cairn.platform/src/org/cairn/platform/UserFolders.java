package org.cairn.platform;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Where the platform's conventions have a kind of files of a user.
 *
 * @param mac folder in {@code ~/Library}
 * @param variable names the folder elsewhere, such as {@code XDG_CACHE_HOME}
 * @param otherwise folder in the home folder where the variable is not set
 */
record UserFolders(String mac, String variable, String otherwise) {
    /** Cairn's folder among these files; on Windows {@code LOCALAPPDATA} has all kinds. */
    Path cairn(Map<String, String> environment, String system, Path home) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return EnvironmentPath.of(
                            environment.get("LOCALAPPDATA"),
                            home.resolve("AppData").resolve("Local"))
                    .resolve("Cairn");
        }
        Path own = EnvironmentPath.of(environment.get("HOME"), home);
        if (name.startsWith("mac")) {
            return own.resolve("Library").resolve(mac).resolve("Cairn");
        }
        return EnvironmentPath.of(environment.get(variable), own.resolve(otherwise))
                .resolve("cairn");
    }
}
