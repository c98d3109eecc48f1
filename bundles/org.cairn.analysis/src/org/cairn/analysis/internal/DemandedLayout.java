package org.cairn.analysis.internal;

import org.cairn.analysis.Contribution;
import org.cairn.dump.Dump;
import org.cairn.dump.SystemClaim;
import org.cairn.memory.Architecture;
import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.cairn.store.QueryException;
import org.cairn.system.ProcessImage;
import org.cairn.system.SystemImage;
import org.cairn.system.SystemReader;
import org.cairn.system.TypeChoice;
import org.cairn.types.TypeCatalog;
import org.cairn.types.TypeTable;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The layout that the user demands: whether there is one of that name, and whether it fits. */
public final class DemandedLayout {
    /** Characters of a name that others are told by, and how many of them. */
    private static final int ALIKE = 5;

    private final TypeCatalog catalog;
    private final String name;
    private final Optional<TypeTable> table;

    private DemandedLayout(TypeCatalog catalog, String name) {
        this.catalog = catalog;
        this.name = name;
        this.table = catalog.named(name);
    }

    /**
     * Looks for what the user demands.
     *
     * @param catalog all tables
     * @param layout a table's name or a system's family, or empty
     * @return the layout, or empty when none is demanded
     * @throws QueryException when there is none of that name
     */
    public static Optional<DemandedLayout> in(TypeCatalog catalog, Optional<String> layout)
            throws QueryException {
        if (layout.isEmpty()) {
            return Optional.empty();
        }
        DemandedLayout demanded = new DemandedLayout(catalog, layout.get());
        demanded.checkName();
        return Optional.of(demanded);
    }

    private void checkName() throws QueryException {
        if (table.isPresent()) {
            return;
        }
        List<String> families =
                Stream.concat(
                                Stream.of(SystemClaim.OS2, SystemClaim.WINDOWS),
                                catalog.tables().stream().map(TypeTable.Id::family))
                        .distinct()
                        .toList();
        if (!families.contains(name)) {
            String beginning = name.substring(0, Math.min(ALIKE, name.length()));
            List<String> near =
                    catalog.tables().stream()
                            .map(TypeTable.Id::name)
                            .filter(known -> known.contains(beginning))
                            .limit(ALIKE)
                            .toList();
            throw new QueryException(
                    "there is no layout "
                            + name
                            + "; systems: "
                            + String.join(", ", families)
                            + (near.isEmpty() ? "" : "; tables such as " + String.join(", ", near)),
                    null);
        }
    }

    /**
     * Checks that the layout is for the processor of a process, and, where no system was found with
     * it in the memory of a machine, that none is found without it.
     *
     * @param dump what was read
     * @param system what was found with the layout
     * @param readers that find systems
     * @param progress told of the search; cancels it
     * @throws QueryException when the layout is for something else
     * @throws CancelledException when the search was cancelled
     */
    public void check(
            Dump dump,
            SystemImage system,
            List<Contribution<SystemReader>> readers,
            Progress progress)
            throws QueryException {
        if (table.isPresent() && !runs(system, table.get().id().architecture())) {
            throw refused("the dump holds no such process");
        }
        if (isBare(system)) {
            TypeChoice free = new TypeChoice(catalog, Optional.empty());
            SystemImage found = Systems.recognise(dump, readers, free, progress);
            if (!isBare(found)) {
                throw refused("the dump is of " + found.description());
            }
        }
    }

    private static boolean runs(SystemImage system, Architecture wanted) {
        return system.processes().stream()
                .anyMatch(
                        process ->
                                process.architecture() == wanted
                                        || process.heapLists().stream()
                                                .anyMatch(list -> list.architecture() == wanted));
    }

    private static boolean isBare(SystemImage system) {
        return system.processes().stream().allMatch(ProcessImage::isBare);
    }

    private QueryException refused(String why) {
        String purpose =
                table.map(TypeTable::id)
                        .map(id -> (id.system() + " " + id.architecture().label()).strip())
                        .orElse(name);
        return new QueryException("--layout " + name + " is for " + purpose + ", " + why, null);
    }
}
