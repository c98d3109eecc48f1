package org.cairn.ui.internal.preferences;

import org.cairn.analysis.AnalysisOptions;
import org.cairn.analysis.AnalysisService;
import org.cairn.platform.CachePlace;
import org.cairn.platform.ExtensionContributions;
import org.cairn.store.StoreSettings;
import org.eclipse.core.runtime.RegistryFactory;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.jface.preference.IPreferenceStore;
import org.eclipse.ui.preferences.ScopedPreferenceStore;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** How dumps are analysed, as the user has chosen it. */
public final class AnalysisPreferences {
    /** Node of all preferences of Cairn. */
    static final String NODE = "org.cairn.ui";

    /** Folder for stores; empty for the place that the system's conventions name. */
    static final String CACHE = "analysis.cache";

    /** Threads that decode, 1 or more. */
    static final String THREADS = "analysis.threads";

    /** What the database of one dump keeps in memory; in MiB, at least {@link #LEAST_MEMORY}. */
    static final String MEMORY = "analysis.memory";

    /** The least choice of {@link #MEMORY}, in MiB. */
    static final int LEAST_MEMORY = inMebibytes(StoreSettings.LEAST_MEMORY);

    /** A file or folder of type tables; empty for none. */
    static final String SYMBOLS = "analysis.symbols";

    /** Where symbol files are looked for; empty for what the environment names. */
    static final String SYMBOL_PATH = "analysis.symbolPath";

    /** Whether servers in the symbol path are asked. */
    static final String SYMBOL_SERVER = "analysis.symbolServer";

    private static final String CACHE_VARIABLE = "CAIRN_CACHE";
    private static final int MEBIBYTE_BITS = 20;
    private static final String SYMBOL_PATH_VARIABLE = "_NT_SYMBOL_PATH";

    private final IPreferenceStore chosen;
    private final Map<String, String> environment;

    /** The preferences of this workspace. */
    public AnalysisPreferences() {
        this(new ScopedPreferenceStore(InstanceScope.INSTANCE, NODE), System.getenv());
    }

    AnalysisPreferences(IPreferenceStore chosen, Map<String, String> environment) {
        this.chosen = chosen;
        this.environment = environment;
    }

    /**
     * The service that opens dumps.
     *
     * @return a service with the parts of the running platform
     */
    public AnalysisService service() {
        return new AnalysisService(
                ExtensionContributions.read(RegistryFactory.getRegistry()), cache());
    }

    /**
     * The options for a dump.
     *
     * @return the usual ones with what the user has chosen
     */
    public AnalysisOptions options() {
        return AnalysisOptions.defaults()
                .withThreads(Math.max(1, chosen.getInt(THREADS)))
                .withMemoryLimit(
                        (long) Math.max(LEAST_MEMORY, chosen.getInt(MEMORY)) << MEBIBYTE_BITS)
                .withSymbols(path(SYMBOLS))
                .withSymbolPath(symbolPath(), chosen.getBoolean(SYMBOL_SERVER));
    }

    private String symbolPath() {
        String path = chosen.getString(SYMBOL_PATH);
        return path.isBlank() ? environment.getOrDefault(SYMBOL_PATH_VARIABLE, "") : path;
    }

    /**
     * Where stores are kept: {@code CAIRN_CACHE} comes before what the user has chosen.
     *
     * @return a folder that may not exist yet
     */
    Path cache() {
        Optional<Path> folder = isCacheFixed() ? Optional.empty() : path(CACHE);
        Path home = Path.of(System.getProperty("user.home"));
        return folder.orElseGet(
                () -> CachePlace.folder(environment, System.getProperty("os.name"), home));
    }

    /** Whether the environment names the cache folder, so that nothing can be chosen. */
    boolean isCacheFixed() {
        return !environment.getOrDefault(CACHE_VARIABLE, "").isBlank();
    }

    /** Bytes in the unit of {@link #MEMORY}, rounded down. */
    static int inMebibytes(long bytes) {
        return (int) (bytes >> MEBIBYTE_BITS);
    }

    private Optional<Path> path(String key) {
        String text = chosen.getString(key);
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException unusable) {
            return Optional.empty();
        }
    }
}
