package org.cairn.ui.internal.recent;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.jface.preference.PreferenceStore;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;

final class RecentDumpsTest {
    private static final String KEY = "dumps";

    private final PreferenceStore preferences = new PreferenceStore();
    private final RecentDumps dumps = new RecentDumps(new RecentTexts(preferences, KEY, 3));

    @Test
    void lastOneComesFirstAndOnce() {
        dumps.add(Path.of("/a/one.dmp"));
        dumps.add(Path.of("/b/two.dmp"));
        dumps.add(Path.of("/a/one.dmp"));

        assertThat(dumps.all()).containsExactly(Path.of("/a/one.dmp"), Path.of("/b/two.dmp"));
        assertThat(dumps.folder()).contains(Path.of("/a"));
    }

    @Test
    void oldestGivesWay() {
        for (String name : new String[] {"/1", "/2", "/3", "/4"}) {
            dumps.add(Path.of(name));
        }

        assertThat(dumps.all()).containsExactly(Path.of("/4"), Path.of("/3"), Path.of("/2"));
    }

    @Test
    void clearForgetsAll() {
        dumps.add(Path.of("/1"));
        dumps.clear();

        assertThat(dumps.all()).isEmpty();
        assertThat(dumps.folder()).isEmpty();
    }

    @Test
    void whatIsNoPathIsLeftOut() {
        preferences.setValue(KEY, "/1\n\u0000\n\n/2");

        assertThat(dumps.all()).containsExactly(Path.of("/1"), Path.of("/2"));
    }
}
