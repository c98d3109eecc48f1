package org.cairn.analysis.internal;

import org.cairn.analysis.AnalysisOptions;
import org.cairn.analysis.AnalysisService;
import org.cairn.analysis.Contribution;
import org.cairn.analysis.Contributions;
import org.cairn.analysis.internal.HeapSearch.Located;
import org.cairn.dump.Dump;
import org.cairn.dump.FileIdentity;
import org.cairn.dump.Remark;
import org.cairn.memory.Architecture;
import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.cairn.store.DumpDescription;
import org.cairn.store.QueryException;
import org.cairn.store.Store;
import org.cairn.store.StoreException;
import org.cairn.store.StoreOpening.Opened;
import org.cairn.store.StoreOpening.Refused;
import org.cairn.store.StoreOpening.Why;
import org.cairn.store.StoreSettings;
import org.cairn.store.StoreWriter;
import org.cairn.system.ProcessImage;
import org.cairn.system.SystemImage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Where the decoded blocks of one dump are kept, and how they get there. */
public final class StorePlace {
    /** A file that the user named is only replaced when it is proven to be a store of Cairn. */
    private static final Set<Why> PRECIOUS = EnumSet.of(Why.FOREIGN, Why.UNREADABLE);

    // The database takes ; and ? in a path for its own.
    private static final Pattern HARMFUL = Pattern.compile("[^\\p{L}\\p{N}._ ()+-]");

    // With the longest name that the database makes of it still below the 255 bytes of Linux.
    private static final int READABLE = 30;

    private final Optional<Path> file;
    private final boolean chosen;
    private final String key;
    private final StoreSettings settings;

    private StorePlace(Optional<Path> file, boolean chosen, String key, StoreSettings settings) {
        this.file = file;
        this.chosen = chosen;
        this.key = key;
        this.settings = settings;
    }

    /**
     * Finds the place.
     *
     * @param dump the open dump
     * @param contributions whose versions make a stored result good or stale
     * @param options what the user wants
     * @param types what the choice of type tables depends on besides the options
     * @param cache folder for stores
     * @return the place
     * @throws IOException when the dump's file cannot be looked at
     */
    public static StorePlace of(
            OpenDump dump,
            Contributions contributions,
            AnalysisOptions options,
            String types,
            Path cache)
            throws IOException {
        Path source = dump.source().path();
        String key = key(dump, contributions, options) + "\n" + types;
        StoreSettings settings =
                StoreSettings.usual()
                        .withThreads(options.threads())
                        .withMemoryLimit(options.memoryLimit());
        if (!options.keepStore()) {
            return new StorePlace(Optional.empty(), false, key, settings);
        }
        if (options.store().isPresent()) {
            return new StorePlace(options.store(), true, key, settings);
        }
        String identity =
                source.toAbsolutePath()
                        + "\n"
                        + options.layout()
                        + "\n"
                        + options.symbols()
                        + (options.raw() ? "\nraw" : "")
                        + (options.scan() ? "\nscan" : "");
        String name = readable(source) + "-" + FileIdentity.shortHash(identity) + ".cairn";
        return new StorePlace(
                Optional.of(cache.resolve("stores").resolve(name)), false, key, settings);
    }

    /** What people recognise the dump by, short and of harmless characters. */
    private static String readable(Path source) {
        String name = HARMFUL.matcher(String.valueOf(source.getFileName())).replaceAll("_");
        return name.substring(
                0,
                name.offsetByCodePoints(
                        0, Math.min(READABLE, name.codePointCount(0, name.length()))));
    }

    private static String key(OpenDump dump, Contributions contributions, AnalysisOptions options)
            throws IOException {
        StringBuilder key = new StringBuilder(AnalysisService.VERSION);
        key.append('\n').append(FileIdentity.of(dump.source().path(), dump.source().bytes()));
        key.append('\n').append(options.layout().orElse(""));
        key.append(options.raw() ? "\nraw" : "");
        key.append(options.scan() ? "\nscan" : "");
        if (options.symbols().isPresent()) {
            Path symbols = options.symbols().get();
            key.append('\n')
                    .append(symbols.toAbsolutePath())
                    .append(Files.getLastModifiedTime(symbols).toMillis());
        }
        List<Contribution<?>> parts = new ArrayList<>(contributions.dumpReaders());
        parts.addAll(contributions.systems());
        parts.addAll(contributions.heapDecoders());
        parts.addAll(contributions.ownerResolvers());
        parts.forEach(
                part -> key.append('\n').append(part.id()).append(' ').append(part.version()));
        return key.toString();
    }

    /**
     * Looks for a store of an earlier run.
     *
     * @return the store, or empty when the dump has to be decoded
     * @throws QueryException when the file that the user named is something else than a store
     */
    public Optional<Store> known() throws QueryException {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        return switch (Store.open(file.get(), key, settings)) {
            case Refused refused when chosen && PRECIOUS.contains(refused.why()) ->
                    throw new QueryException("--store: " + refused.reason(), null);
            case Refused _ -> Optional.empty();
            case Opened opened -> Optional.of(opened.store());
        };
    }

    /**
     * Decodes into a new store.
     *
     * @param setting decoders and processes
     * @param heaps all that were found, in their order
     * @param dump what was read
     * @param known what is to be said about the dump so far
     * @param progress told of the work; cancels it, and nothing half-made stays
     * @return the complete store
     * @throws QueryException when the file that the user named cannot be written
     * @throws StoreException when the place is full or fails later
     * @throws CancelledException when the work was cancelled
     */
    Store fill(
            DecodeSetting setting,
            List<Located> heaps,
            OpenDump dump,
            List<Remark> known,
            Progress progress)
            throws StoreException {
        List<Remark> remarks = new ArrayList<>(known);
        if (file.isPresent()) {
            try {
                return fill(create(file.get()), setting, heaps, dump, remarks, progress);
            } catch (StoreException failure) {
                if (chosen) {
                    throw failure;
                }
                remarks.add(
                        Remark.info("the decoded blocks are not kept: " + failure.getMessage()));
            }
        }
        StoreWriter writer = StoreWriter.createTemporary(settings);
        return fill(writer, setting, heaps, dump, remarks, progress);
    }

    /** Folders are made in the cache only. */
    private StoreWriter create(Path target) throws StoreException {
        if (!chosen) {
            return StoreWriter.create(target, key, settings);
        }
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new QueryException("--store: " + folder + ": no such folder", null);
        }
        try {
            return StoreWriter.create(target, key, settings);
        } catch (StoreException failure) {
            throw new QueryException("--store: " + failure.getMessage(), failure);
        }
    }

    private static Store fill(
            StoreWriter open,
            DecodeSetting setting,
            List<Located> heaps,
            OpenDump dump,
            List<Remark> remarks,
            Progress progress)
            throws StoreException {
        try (StoreWriter writer = open) {
            describe(dump.dump(), setting.system(), writer);
            new DecodeRun(setting, progress).decode(heaps, writer);
            remarks.forEach(writer::remark);
            return writer.complete(description(dump, setting.system()));
        }
    }

    private static void describe(Dump dump, SystemImage system, StoreWriter writer) {
        dump.properties().forEach(writer::property);
        dump.streams().forEach(writer::stream);
        for (ProcessImage process : system.processes()) {
            writer.process(process);
        }
    }

    private static DumpDescription description(OpenDump dump, SystemImage system) {
        return new DumpDescription(
                dump.source().path().toString(),
                dump.dump().format(),
                system.description(),
                system.build(),
                system.architecture().map(Architecture::label).orElse(""),
                dump.dump().memoryKind().name().toLowerCase(Locale.ROOT),
                AnalysisService.VERSION);
    }
}
