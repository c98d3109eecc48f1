package org.cairn.types;

import org.cairn.memory.CancellableLock;
import org.cairn.memory.Progress;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Types from the files of a symbol path, each looked for and read once. It remembers what was tried
 * and why something was not taken.
 */
public final class SymbolFiles implements SymbolSource {
    private final CancellableLock lock = new CancellableLock();
    private final SymbolSearch search;
    private final Map<PdbIdentity, Lookup> lookups = new LinkedHashMap<>();

    /**
     * Creates a source.
     *
     * @param search finds the files
     */
    public SymbolFiles(SymbolSearch search) {
        this.search = search;
    }

    /**
     * What was asked for and what came of it.
     *
     * @param identity of a module's PDB file
     * @param table the types, empty when they were not found
     * @param attempts in the order of the search
     */
    public record Lookup(
            PdbIdentity identity, Optional<TypeTable> table, List<SymbolAttempt> attempts) {
        /** Keeps a copy of the list. */
        public Lookup {
            attempts = List.copyOf(attempts);
        }
    }

    @Override
    public Optional<TypeTable> types(PdbIdentity identity, Progress progress) {
        return lookup(identity, progress).table;
    }

    /**
     * Looks for the types of a module.
     *
     * @param identity of its PDB file
     * @param progress told of long work; cancels it
     * @return the types, and what was tried
     */
    public Lookup lookup(PdbIdentity identity, Progress progress) {
        lock.lock(progress);
        try {
            return lookups.computeIfAbsent(identity, key -> read(key, search.find(key, progress)));
        } finally {
            lock.unlock();
        }
    }

    /**
     * All lookups so far.
     *
     * @param progress ends the waiting for another thread that searches
     * @return in order
     */
    public List<Lookup> lookups(Progress progress) {
        lock.lock(progress);
        try {
            return List.copyOf(lookups.values());
        } finally {
            lock.unlock();
        }
    }

    private static Lookup read(PdbIdentity identity, SymbolSearch.Result result) {
        if (result.file().isEmpty()) {
            return new Lookup(identity, Optional.empty(), result.attempts());
        }
        Path file = result.file().get().path();
        try {
            TypeTable table = result.file().get().reader().read(file);
            return new Lookup(identity, Optional.of(table), result.attempts());
        } catch (IOException | TypeFormatException failure) {
            List<SymbolAttempt> attempts = new ArrayList<>(result.attempts());
            attempts.add(
                    new SymbolAttempt(
                            file.toString(), false, "cannot be read: " + failure.getMessage()));
            return new Lookup(identity, Optional.empty(), attempts);
        }
    }
}
