package org.cairn.ui.internal.preferences;

import org.cairn.analysis.AnalysisOptions;
import org.eclipse.core.runtime.preferences.AbstractPreferenceInitializer;
import org.eclipse.core.runtime.preferences.DefaultScope;
import org.eclipse.core.runtime.preferences.IEclipsePreferences;

/** What holds until the user chooses something else. */
public final class DefaultPreferences extends AbstractPreferenceInitializer {
    @Override
    public void initializeDefaultPreferences() {
        IEclipsePreferences usual = DefaultScope.INSTANCE.getNode(AnalysisPreferences.NODE);
        usual.put(AnalysisPreferences.CACHE, "");
        usual.put(AnalysisPreferences.SYMBOLS, "");
        usual.put(AnalysisPreferences.SYMBOL_PATH, "");
        usual.putBoolean(AnalysisPreferences.SYMBOL_SERVER, false);
        AnalysisOptions options = AnalysisOptions.defaults();
        usual.putInt(AnalysisPreferences.THREADS, options.threads());
        usual.putInt(
                AnalysisPreferences.MEMORY, AnalysisPreferences.inMebibytes(options.memoryLimit()));
    }
}
