package org.cairn.ui.internal.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.store.StoreSettings;
import org.eclipse.jface.preference.PreferenceStore;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.Map;

final class AnalysisPreferencesTest {
    private final PreferenceStore chosen = new PreferenceStore();

    private AnalysisPreferences preferences(Map<String, String> environment) {
        return new AnalysisPreferences(chosen, environment);
    }

    @Test
    void chosenCacheIsUsed() {
        chosen.setValue(AnalysisPreferences.CACHE, "/chosen");

        assertThat(preferences(Map.of()).cache()).isEqualTo(Path.of("/chosen"));
    }

    @Test
    void environmentComesBeforeTheChosenCache() {
        chosen.setValue(AnalysisPreferences.CACHE, "/chosen");
        AnalysisPreferences preferences = preferences(Map.of("CAIRN_CACHE", "/fixed"));

        assertThat(preferences.isCacheFixed()).isTrue();
        assertThat(preferences.cache()).isEqualTo(Path.of("/fixed"));
    }

    @Test
    void optionsAreThoseThatWereChosen() {
        chosen.setDefault(AnalysisPreferences.THREADS, 8);
        chosen.setValue(AnalysisPreferences.SYMBOLS, "/tables");

        assertThat(preferences(Map.of()).options().threads()).isEqualTo(8);
        assertThat(preferences(Map.of()).options().symbols()).contains(Path.of("/tables"));
    }

    @Test
    void memoryIsChosenInMebibytes() {
        chosen.setValue(AnalysisPreferences.MEMORY, 4096);

        assertThat(preferences(Map.of()).options().memoryLimit()).isEqualTo(4L << 30);
    }

    @Test
    void memoryIsNeverLessThanTheStoreNeeds() {
        chosen.setValue(AnalysisPreferences.MEMORY, -1);

        assertThat(preferences(Map.of()).options().memoryLimit())
                .isEqualTo(StoreSettings.LEAST_MEMORY);
    }

    @Test
    void threadsThatCannotBeAreOne() {
        chosen.setValue(AnalysisPreferences.THREADS, -3);

        assertThat(preferences(Map.of()).options().threads()).isEqualTo(1);
    }
}
