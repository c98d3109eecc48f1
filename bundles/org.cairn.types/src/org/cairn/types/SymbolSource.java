package org.cairn.types;

import org.cairn.memory.Progress;

import java.util.Optional;

/** Knows the types of a module by its PDB file. Safe for use by several threads. */
public interface SymbolSource {
    /** Knows nothing. */
    SymbolSource NONE = (_, _) -> Optional.empty();

    /**
     * Looks for the types of exactly this build.
     *
     * @param identity of the module's PDB file
     * @param progress told of long work; cancels it
     * @return the types, or empty when they are nowhere
     */
    Optional<TypeTable> types(PdbIdentity identity, Progress progress);
}
