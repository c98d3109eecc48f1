package org.cairn.analysis;

import org.cairn.analysis.internal.DecodeSetting;
import org.cairn.analysis.internal.DemandedLayout;
import org.cairn.analysis.internal.Guard;
import org.cairn.analysis.internal.ModuleTypes;
import org.cairn.analysis.internal.OpenDump;
import org.cairn.analysis.internal.StorePlace;
import org.cairn.analysis.internal.Systems;
import org.cairn.dump.DumpFormatException;
import org.cairn.dump.packed.UnpackedFiles;
import org.cairn.memory.Progress;
import org.cairn.store.QueryException;
import org.cairn.system.SystemImage;
import org.cairn.system.TypeChoice;
import org.cairn.system.TypeLog;
import org.cairn.types.IsfReader;
import org.cairn.types.LayeredTypes;
import org.cairn.types.ShippedTypes;
import org.cairn.types.TypeCatalog;
import org.cairn.types.TypeFormatException;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Opens dumps for analysis. Safe for use by several threads. */
public final class AnalysisService {
    /** The version of Cairn. */
    public static final String VERSION = "1.0.0";

    private final Contributions contributions;
    private final Path cache;

    /**
     * Creates the service.
     *
     * @param contributions the parts that take part
     * @param cache folder for stores and unpacked dumps; created when it is needed
     */
    public AnalysisService(Contributions contributions, Path cache) {
        this.contributions = contributions;
        this.cache = cache;
    }

    /**
     * Opens a dump and recognises the system in it. Nothing is decoded yet.
     *
     * @param file a dump
     * @param options how to analyse it
     * @param progress told of the opening; cancels it
     * @return the analysis; the caller closes it
     * @throws DumpFormatException when the file cannot be read as a dump
     * @throws QueryException when an option names a layout or file that cannot be used
     * @throws IOException when a file cannot be read or written
     */
    public Analysis open(Path file, AnalysisOptions options, Progress progress)
            throws DumpFormatException, IOException {
        TypeCatalog catalog = catalog(options);
        Optional<DemandedLayout> demanded = DemandedLayout.in(catalog, options.layout());
        UnpackedFiles unpacked =
                new UnpackedFiles(cache.resolve("unpacked"), options.unpackLimit());
        OpenDump dump =
                OpenDump.open(
                        file,
                        unpacked,
                        contributions.dumpReaders(),
                        options.raw(),
                        options.scan(),
                        progress);
        ModuleTypes modules = new ModuleTypes(options, cache);
        try {
            TypeChoice types =
                    modules.prefer(
                            new TypeChoice(
                                    catalog, options.layout(), modules.files(), new TypeLog()),
                            dump.dump().modules(),
                            progress);
            SystemImage system =
                    options.scan()
                            ? Systems.bare(dump.dump(), types)
                            : Systems.recognise(
                                    dump.dump(), contributions.systems(), types, progress);
            if (demanded.isPresent() && !options.scan()) {
                demanded.get().check(dump.dump(), system, contributions.systems(), progress);
            }
            if (dump.dump().modules().isEmpty()) {
                types = modules.prefer(types, ModuleTypes.of(system), progress);
            }
            Guard guard = new Guard(options.threads(), options.stallLimit());
            DecodeSetting setting =
                    new DecodeSetting(contributions, system, types, guard, dump.dump().exception());
            StorePlace place = StorePlace.of(dump, contributions, options, modules.key(), cache);
            return new Analysis(dump, setting, place, modules);
        } catch (IOException | RuntimeException | Error failure) {
            modules.close();
            dump.close();
            throw failure;
        }
    }

    private static TypeCatalog catalog(AnalysisOptions options) throws IOException {
        TypeCatalog shipped = new ShippedTypes();
        Optional<Path> symbols = options.symbols();
        if (symbols.isEmpty()) {
            return shipped;
        }
        try {
            return new LayeredTypes(new IsfReader().readAll(symbols.get()), shipped);
        } catch (NoSuchFileException failure) {
            throw new QueryException("--symbols: no such file: " + failure.getFile(), failure);
        } catch (TypeFormatException failure) {
            throw new QueryException("--symbols: " + failure.getMessage(), failure);
        }
    }
}
