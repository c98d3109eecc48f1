package org.cairn.types;

import org.cairn.memory.Progress;
import org.cairn.types.internal.LocalSymbols;
import org.cairn.types.internal.StoreNames;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks for the symbol file of a module along a symbol path: a PDB file, or an ISF file that was
 * made from it. A file is taken only when it says itself that it has the identity asked for.
 */
public final class SymbolSearch {
    private static final String SERVERS_OFF =
            "not asked: servers are off unless --symbol-server or the preference turns them on";
    private static final String NO_PDB_READER = "PDB files cannot be read here";

    private final SymbolPath path;
    private final Optional<SymbolFileReader> pdbReader;
    private final SymbolFileReader isfReader;
    private final Optional<SymbolServer> server;

    /**
     * Creates a search.
     *
     * @param path where to look
     * @param pdbReader reads PDB files; without it they are found, but not taken
     * @param isfReader reads ISF files
     * @param server asks servers; empty unless the user turned them on
     */
    public SymbolSearch(
            SymbolPath path,
            Optional<SymbolFileReader> pdbReader,
            SymbolFileReader isfReader,
            Optional<SymbolServer> server) {
        this.path = path;
        this.pdbReader = pdbReader;
        this.isfReader = isfReader;
        this.server = server;
    }

    /**
     * A file with the identity asked for.
     *
     * @param path the file
     * @param reader reads it
     */
    public record Found(Path path, SymbolFileReader reader) {}

    /**
     * What came of a search.
     *
     * @param file the file, empty when there is none
     * @param attempts where it was looked for, in order; at least one for each place
     */
    public record Result(Optional<Found> file, List<SymbolAttempt> attempts) {
        /** Keeps a copy of the list. */
        public Result {
            attempts = List.copyOf(attempts);
        }
    }

    /**
     * Looks for a file.
     *
     * @param wanted the identity of the module's PDB file
     * @param progress told of long work; cancels it
     * @return the file, and what was tried
     */
    public Result find(PdbIdentity wanted, Progress progress) {
        List<SymbolAttempt> attempts = new ArrayList<>();
        for (SymbolPath.Place place : path.places()) {
            progress.checkCancelled();
            Optional<Found> found =
                    switch (place) {
                        case SymbolPath.Folder folder ->
                                local(folder.path(), true, wanted, attempts);
                        case SymbolPath.Store store -> local(store.path(), false, wanted, attempts);
                        case SymbolPath.Server remote -> ask(remote, wanted, attempts, progress);
                        case SymbolPath.Refused refused -> {
                            attempts.add(
                                    new SymbolAttempt(refused.text(), false, refused.reason()));
                            yield Optional.empty();
                        }
                    };
            if (found.isPresent()) {
                return new Result(found, attempts);
            }
        }
        return new Result(Optional.empty(), attempts);
    }

    private Optional<Found> local(
            Path folder, boolean loose, PdbIdentity wanted, List<SymbolAttempt> attempts) {
        LocalSymbols symbols = new LocalSymbols(folder, wanted, attempts);
        if (!symbols.isThere()) {
            return Optional.empty();
        }
        Optional<Path> pdb = symbols.pdb(loose, pdbReader, NO_PDB_READER);
        if (pdb.isPresent()) {
            return Optional.of(new Found(pdb.get(), pdbReader.orElseThrow()));
        }
        Optional<Path> isf = symbols.isf(loose, isfReader);
        symbols.end(pdb.or(() -> isf));
        return isf.map(file -> new Found(file, isfReader));
    }

    private Optional<Found> ask(
            SymbolPath.Server remote,
            PdbIdentity wanted,
            List<SymbolAttempt> attempts,
            Progress progress) {
        if (server.isEmpty()) {
            attempts.add(new SymbolAttempt(remote.address().toString(), false, SERVERS_OFF));
            return Optional.empty();
        }
        SymbolServer asked = server.get();
        if (pdbReader.isPresent()) {
            boolean twoTiers = asked.has(remote, StoreNames.TWO_TIERS, progress);
            String name = StoreNames.pdb(wanted, twoTiers);
            Optional<Path> pdb =
                    asked.fetch(remote, name, wanted, pdbReader.get(), attempts, progress);
            if (pdb.isPresent()) {
                return Optional.of(new Found(pdb.get(), pdbReader.get()));
            }
        }
        for (String name : StoreNames.isf(wanted)) {
            Optional<Path> isf = asked.fetch(remote, name, wanted, isfReader, attempts, progress);
            if (isf.isPresent()) {
                return Optional.of(new Found(isf.get(), isfReader));
            }
        }
        return Optional.empty();
    }
}
