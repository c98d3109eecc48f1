package org.cairn.platform.tests;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.platform.CachePlace;
import org.cairn.platform.StatePlace;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.Map;

/** Where files of the user go, by the conventions of each system. */
class PlacesTest {
    private static final Path HOME = Path.of("/home/ada");

    @Test
    void linuxHasTheFoldersOfXdg() {
        assertThat(StatePlace.folder(Map.of(), "Linux", HOME))
                .isEqualTo(Path.of("/home/ada/.local/state/cairn/workspace"));
        assertThat(StatePlace.folder(Map.of("XDG_STATE_HOME", "/s"), "Linux", HOME))
                .isEqualTo(Path.of("/s/cairn/workspace"));
        assertThat(CachePlace.folder(Map.of(), "Linux", HOME))
                .isEqualTo(Path.of("/home/ada/.cache/cairn"));
        assertThat(CachePlace.folder(Map.of("XDG_CACHE_HOME", "/c"), "Linux", HOME))
                .isEqualTo(Path.of("/c/cairn"));
    }

    @Test
    void macHasTheLibrary() {
        assertThat(StatePlace.folder(Map.of(), "Mac OS X", HOME))
                .isEqualTo(Path.of("/home/ada/Library/Application Support/Cairn/workspace"));
        assertThat(CachePlace.folder(Map.of(), "Mac OS X", HOME))
                .isEqualTo(Path.of("/home/ada/Library/Caches/Cairn"));
    }

    @Test
    void windowsHasLocalApplicationData() {
        assertThat(StatePlace.folder(Map.of("LOCALAPPDATA", "/local"), "Windows 11", HOME))
                .isEqualTo(Path.of("/local/Cairn/workspace"));
        assertThat(StatePlace.folder(Map.of(), "Windows 11", HOME))
                .isEqualTo(Path.of("/home/ada/AppData/Local/Cairn/workspace"));
        assertThat(CachePlace.folder(Map.of("LOCALAPPDATA", "/local"), "Windows 11", HOME))
                .isEqualTo(Path.of("/local/Cairn"));
    }

    @Test
    void homeIsWhatTheEnvironmentSays() {
        Map<String, String> moved = Map.of("HOME", "/moved");
        assertThat(CachePlace.folder(moved, "Linux", HOME))
                .isEqualTo(Path.of("/moved/.cache/cairn"));
        assertThat(StatePlace.folder(moved, "Mac OS X", HOME))
                .isEqualTo(Path.of("/moved/Library/Application Support/Cairn/workspace"));
    }

    @Test
    void theUserMayChoose() {
        Map<String, String> chosen = Map.of("CAIRN_WORKSPACE", "/w", "CAIRN_CACHE", "/c");
        assertThat(StatePlace.folder(chosen, "Linux", HOME)).isEqualTo(Path.of("/w"));
        assertThat(CachePlace.folder(chosen, "Windows 11", HOME)).isEqualTo(Path.of("/c"));
        Map<String, String> empty = Map.of("CAIRN_WORKSPACE", " ", "XDG_STATE_HOME", "");
        assertThat(StatePlace.folder(empty, "Linux", HOME))
                .isEqualTo(Path.of("/home/ada/.local/state/cairn/workspace"));
    }
}
