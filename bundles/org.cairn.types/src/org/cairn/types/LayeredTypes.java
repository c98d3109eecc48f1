package org.cairn.types;

import org.cairn.memory.Architecture;
import org.cairn.types.internal.CandidateOrder;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tables that the user brought, such as those of {@link IsfReader}, before the tables of another
 * catalog. A name finds the user's table first. Among candidates, the user's tables of the system's
 * build, or of an unknown build, come first; those of another build take their place among the
 * others, before the catalog's tables of the same build.
 */
public final class LayeredTypes implements TypeCatalog {
    private final List<TypeTable> own;
    private final TypeCatalog others;

    /**
     * Creates a catalog.
     *
     * @param own the tables that come first
     * @param others the other tables
     */
    public LayeredTypes(List<TypeTable> own, TypeCatalog others) {
        this.own = List.copyOf(own);
        this.others = others;
    }

    @Override
    public List<TypeTable.Id> tables() {
        return Stream.concat(own.stream().map(TypeTable::id), others.tables().stream())
                .sorted(TypeTable.Id.ORDER)
                .toList();
    }

    @Override
    public Optional<TypeTable> named(String name) {
        return own.stream()
                .filter(table -> table.id().name().equalsIgnoreCase(name))
                .findFirst()
                .or(() -> others.named(name));
    }

    @Override
    public List<TypeTable> candidates(String family, int build, Architecture architecture) {
        List<TypeTable> fitting =
                own.stream().filter(table -> table.id().architecture() == architecture).toList();
        return Stream.concat(
                        fitting.stream(), others.candidates(family, build, architecture).stream())
                .sorted(
                        Comparator.comparing(
                                        (TypeTable table) ->
                                                !(fitting.contains(table)
                                                        && speaksFor(table.id(), family, build)))
                                .thenComparing(TypeTable::id, CandidateOrder.of(family, build)))
                .toList();
    }

    private static boolean speaksFor(TypeTable.Id id, String family, int build) {
        return (id.build() == build || id.build() == 0)
                && (id.family().equals(family) || id.family().equals(TypeTable.Id.UNKNOWN_FAMILY));
    }
}
