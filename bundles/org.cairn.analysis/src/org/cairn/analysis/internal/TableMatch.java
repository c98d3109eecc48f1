package org.cairn.analysis.internal;

import org.cairn.analysis.TypeReport.Match;
import org.cairn.dump.DumpModule;
import org.cairn.system.ProcessImage;
import org.cairn.system.SystemImage;
import org.cairn.system.TypeChoice;
import org.cairn.types.PdbIdentity;
import org.cairn.types.TypeTable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Judges how well a type table matches the system and the modules in a dump. */
final class TableMatch {
    private final SystemImage system;
    private final TypeChoice choice;
    private final List<PdbIdentity> identities = new ArrayList<>();

    TableMatch(List<DumpModule> modules, SystemImage system, TypeChoice choice) {
        this.system = system;
        this.choice = choice;
        Stream.concat(
                        modules.stream(),
                        system.processes().stream()
                                .map(ProcessImage::modules)
                                .flatMap(List::stream))
                .flatMap(module -> PdbIdentity.parse(module.pdb()).stream())
                .distinct()
                .forEach(identities::add);
    }

    Match of(TypeTable.Id table) {
        if (table.pdb().isPresent() && isOfModule(table.pdb().get())) {
            return Match.EXACT;
        }
        if (choice.isDemanded()
                && choice.layout().filter(table.name()::equalsIgnoreCase).isPresent()) {
            return Match.DEMANDED;
        }
        if (table.pdb().isPresent() && isOfAnotherBuild(table.pdb().get()) && table.build() == 0) {
            return Match.OTHER_PDB;
        }
        if (table.build() == 0) {
            return Match.UNKNOWN;
        }
        boolean same = table.build() == system.build() && table.family().equals(system.family());
        return same ? Match.SAME_BUILD : Match.NEAREST;
    }

    private boolean isOfModule(PdbIdentity pdb) {
        return identities.stream().anyMatch(identity -> ModuleTypes.isSame(identity, pdb));
    }

    private boolean isOfAnotherBuild(PdbIdentity pdb) {
        return identities.stream()
                .anyMatch(identity -> identity.name().equalsIgnoreCase(pdb.name()));
    }
}
