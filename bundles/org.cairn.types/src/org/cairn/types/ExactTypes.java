package org.cairn.types;

import org.cairn.memory.Architecture;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tables of exactly the modules in a dump, before the tables of another catalog: whatever build the
 * system claims, they are the best.
 *
 * @param exact tables whose PDB file has the identity of a module, best first
 * @param others the other tables
 */
public record ExactTypes(List<TypeTable> exact, TypeCatalog others) implements TypeCatalog {
    /** Keeps a copy of the list. */
    public ExactTypes {
        exact = List.copyOf(exact);
    }

    @Override
    public List<TypeTable.Id> tables() {
        return Stream.concat(exact.stream().map(TypeTable::id), others.tables().stream())
                .distinct()
                .sorted(TypeTable.Id.ORDER)
                .toList();
    }

    @Override
    public Optional<TypeTable> named(String name) {
        return exact.stream()
                .filter(table -> table.id().name().equalsIgnoreCase(name))
                .findFirst()
                .or(() -> others.named(name));
    }

    @Override
    public List<TypeTable> candidates(String family, int build, Architecture architecture) {
        return Stream.concat(
                        exact.stream().filter(table -> table.id().architecture() == architecture),
                        others.candidates(family, build, architecture).stream())
                .distinct()
                .toList();
    }
}
