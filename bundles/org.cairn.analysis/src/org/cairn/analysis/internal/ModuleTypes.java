package org.cairn.analysis.internal;

import org.cairn.analysis.AnalysisOptions;
import org.cairn.dump.DumpModule;
import org.cairn.memory.Progress;
import org.cairn.system.ProcessImage;
import org.cairn.system.SystemImage;
import org.cairn.system.TypeChoice;
import org.cairn.types.ExactTypes;
import org.cairn.types.IsfReader;
import org.cairn.types.PdbIdentity;
import org.cairn.types.SymbolFiles;
import org.cairn.types.SymbolPath;
import org.cairn.types.SymbolSearch;
import org.cairn.types.SymbolServer;
import org.cairn.types.TypeTable;
import org.cairn.types.pdb.PdbReader;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The types of the modules in one dump, from the symbol path and from the shipped tables. */
public final class ModuleTypes implements AutoCloseable {
    /** The modules whose structures the heaps and the system are made of. */
    private static final Set<String> SYSTEM =
            Set.of("ntdll.dll", "ntoskrnl.exe", "ntkrnlmp.exe", "ntkrnlpa.exe", "ntkrpamp.exe");

    /** Of many processes some are asked: the module is the same, but may be paged out. */
    private static final int ASKED_PROCESSES = 8;

    private final SymbolPath path;
    private final Optional<SymbolServer> server;
    private final SymbolFiles files;
    private final List<TypeTable> exact = new ArrayList<>();

    /**
     * Prepares the search.
     *
     * @param options the symbol path, and whether servers are asked
     * @param cache folder for what servers send
     */
    public ModuleTypes(AnalysisOptions options, Path cache) {
        path = SymbolPath.parse(options.symbolPath(), cache.resolve("symbols"));
        server =
                options.symbolServer() && path.hasServers()
                        ? Optional.of(new SymbolServer(SymbolServer.USUAL_LIMIT))
                        : Optional.empty();
        files =
                new SymbolFiles(
                        new SymbolSearch(
                                path, Optional.of(new PdbReader()), new IsfReader(), server));
    }

    /**
     * The files of the symbol path.
     *
     * @return what was looked for so far, and what will be
     */
    public SymbolFiles files() {
        return files;
    }

    /** Whether the user gave a symbol path. */
    boolean hasPath() {
        return !path.places().isEmpty();
    }

    /** Whether the system's own structures are in a module. */
    static boolean isSystem(DumpModule module) {
        return SYSTEM.contains(module.fileName().toLowerCase(Locale.ROOT));
    }

    /**
     * Puts the tables of exactly the system modules of a dump before all others.
     *
     * @param choice the tables to choose from
     * @param modules of the dump
     * @param progress told of the search; cancels it
     * @return the better choice
     */
    public TypeChoice prefer(TypeChoice choice, List<DumpModule> modules, Progress progress) {
        for (DumpModule module : modules) {
            if (isSystem(module)) {
                PdbIdentity.parse(module.pdb())
                        .ifPresent(identity -> add(choice, identity, progress));
            }
        }
        return exact.isEmpty()
                ? choice
                : new TypeChoice(
                        new ExactTypes(exact, choice.catalog()),
                        choice.layout(),
                        choice.symbols(),
                        choice.log());
    }

    /**
     * The modules of a machine whose structures count, from its memory: those of the kernel, and of
     * the first processes that tell their ntdll, with and without a 32-bit part.
     *
     * @param system what was found
     * @return the modules, for {@link #prefer}
     */
    public static List<DumpModule> of(SystemImage system) {
        List<DumpModule> found = new ArrayList<>();
        Map<Boolean, Integer> asked = new HashMap<>();
        for (ProcessImage process : system.processes()) {
            boolean narrow = process.facts().peb32() != 0;
            boolean wanted = process.isKernel() || process.facts().peb() != 0;
            if (wanted && asked.merge(narrow, 1, Integer::sum) <= ASKED_PROCESSES) {
                process.modules().stream()
                        .filter(ModuleTypes::isSystem)
                        .filter(module -> !found.contains(module))
                        .forEach(found::add);
            }
        }
        return found;
    }

    private void add(TypeChoice choice, PdbIdentity identity, Progress progress) {
        if (hasPath()) {
            files.types(identity, progress).ifPresent(this::add);
        }
        choice.catalog().tables().stream()
                .filter(id -> id.pdb().filter(pdb -> isSame(pdb, identity)).isPresent())
                .flatMap(id -> choice.catalog().named(id.name()).stream())
                .forEach(this::add);
    }

    private void add(TypeTable table) {
        if (!exact.contains(table)) {
            exact.add(table);
        }
    }

    /** Whether two identities are of one file, whatever it is called. */
    static boolean isSame(PdbIdentity one, PdbIdentity other) {
        return one.key().equals(other.key());
    }

    /**
     * What a stored result depends on.
     *
     * @return the tables that were preferred
     */
    public String key() {
        StringBuilder key = new StringBuilder();
        exact.forEach(table -> key.append(table.id()).append('\n'));
        return key.toString();
    }

    @Override
    public void close() {
        server.ifPresent(SymbolServer::close);
    }
}
