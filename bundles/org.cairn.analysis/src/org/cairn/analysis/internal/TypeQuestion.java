package org.cairn.analysis.internal;

import org.cairn.analysis.TypeReport;
import org.cairn.analysis.TypeReport.Attempt;
import org.cairn.analysis.TypeReport.Match;
import org.cairn.analysis.TypeReport.Use;
import org.cairn.dump.Dump;
import org.cairn.dump.DumpModule;
import org.cairn.memory.Progress;
import org.cairn.system.ProcessImage;
import org.cairn.system.TypeLog.Choice;
import org.cairn.system.TypeLog.Passed;
import org.cairn.types.PdbIdentity;
import org.cairn.types.SymbolAttempt;
import org.cairn.types.SymbolFiles.Lookup;
import org.cairn.types.TypeTable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Answers which type tables were used for what. */
public final class TypeQuestion {
    private static final String NO_PATH =
            "no symbol path is given (--symbol-path, _NT_SYMBOL_PATH or the preference)";

    private final Dump dump;
    private final DecodeSetting setting;
    private final ModuleTypes modules;
    private final TableMatch match;
    private final List<Use> uses = new ArrayList<>();
    private final Set<Attempt> tried = new LinkedHashSet<>();

    /**
     * Prepares the question.
     *
     * @param dump what was read
     * @param setting the system and the tables
     * @param modules what was looked for
     */
    public TypeQuestion(Dump dump, DecodeSetting setting, ModuleTypes modules) {
        this.dump = dump;
        this.setting = setting;
        this.modules = modules;
        this.match = new TableMatch(dump.modules(), setting.system(), setting.types());
    }

    /**
     * Answers.
     *
     * @param progress ends the waiting for another thread that searches
     * @return uses and attempts so far
     */
    public TypeReport answer(Progress progress) {
        Set<DumpModule> all = new LinkedHashSet<>(dump.modules());
        setting.system().processes().stream().map(ProcessImage::modules).forEach(all::addAll);
        List<Lookup> lookups = modules.files().lookups(progress);
        for (DumpModule module : all) {
            Optional<PdbIdentity> identity = PdbIdentity.parse(module.pdb());
            Optional<Lookup> lookup =
                    lookups.stream()
                            .filter(one -> identity.equals(Optional.of(one.identity())))
                            .findFirst();
            if (lookup.isPresent() || ModuleTypes.isSystem(module)) {
                module(module, identity, lookup);
            }
        }
        choices();
        return new TypeReport(uses, new ArrayList<>(tried));
    }

    private void module(
            DumpModule module, Optional<PdbIdentity> identity, Optional<Lookup> lookup) {
        String subject = "module " + module.fileName();
        String place = identity.map(PdbIdentity::toString).orElse("");
        Optional<TypeTable.Id> table =
                lookup.flatMap(Lookup::table)
                        .map(TypeTable::id)
                        .or(() -> identity.flatMap(this::shipped));
        if (table.isPresent()) {
            use(subject, 1, place, table.get(), Match.EXACT, "same GUID and age");
        } else {
            uses.add(new Use(subject, 1, place, "", "", Match.NONE, "", why(module, identity)));
        }
        for (SymbolAttempt attempt : lookup.map(Lookup::attempts).orElse(List.of())) {
            tried.add(new Attempt(subject, attempt.place(), attempt.found(), attempt.outcome()));
        }
    }

    private Optional<TypeTable.Id> shipped(PdbIdentity identity) {
        return setting.types().catalog().tables().stream()
                .filter(id -> id.pdb().filter(pdb -> ModuleTypes.isSame(pdb, identity)).isPresent())
                .findFirst();
    }

    private String why(DumpModule module, Optional<PdbIdentity> identity) {
        if (identity.isEmpty()) {
            return module.pdb().isEmpty()
                    ? "the dump does not tell its PDB file"
                    : "the PDB file that the dump tells cannot be used: " + module.pdb();
        }
        return modules.hasPath() ? "not found along the symbol path" : NO_PATH;
    }

    /** Choices of one table for the same reason count as one use. */
    private void choices() {
        Map<List<Object>, List<Choice>> groups = new LinkedHashMap<>();
        for (Choice choice : setting.types().log().choices()) {
            List<Object> key = List.of(choice.subject(), choice.table(), choice.reason());
            groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(choice);
        }
        for (List<Choice> group : groups.values()) {
            Choice first = group.getFirst();
            Match found = match.of(first.table());
            use(first.subject(), group.size(), first.place(), first.table(), found, first.reason());
            for (Choice choice : group) {
                for (Passed passed : choice.passed()) {
                    String place = passed.table().name();
                    tried.add(new Attempt(choice.subject(), place, false, passed.why()));
                }
            }
        }
    }

    private void use(
            String subject,
            int count,
            String place,
            TypeTable.Id table,
            Match found,
            String reason) {
        uses.add(
                new Use(
                        subject,
                        count,
                        place,
                        table.name(),
                        table.system(),
                        found,
                        table.source(),
                        reason));
    }
}
