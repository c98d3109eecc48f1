package org.cairn.ui.internal.preferences;

import org.cairn.analysis.AnalysisOptions;
import org.cairn.analysis.AnalysisService;
import org.cairn.platform.CachePlace;
import org.cairn.platform.ExtensionContributions;
import org.eclipse.core.runtime.RegistryFactory;

import java.nio.file.Path;

/** How dumps are analysed, as the user has chosen it. */
public final class AnalysisPreferences {
    /**
     * The service that opens dumps.
     *
     * @return a service with the parts of the running platform
     */
    public AnalysisService service() {
        Path home = Path.of(System.getProperty("user.home"));
        Path cache = CachePlace.folder(System.getenv(), System.getProperty("os.name"), home);
        return new AnalysisService(
                ExtensionContributions.read(RegistryFactory.getRegistry()), cache);
    }

    /**
     * The options for a dump.
     *
     * @return the usual ones with what the user has chosen
     */
    public AnalysisOptions options() {
        return AnalysisOptions.defaults();
    }
}
