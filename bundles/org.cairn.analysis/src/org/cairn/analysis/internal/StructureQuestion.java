package org.cairn.analysis.internal;

import org.cairn.analysis.Analysis;
import org.cairn.analysis.FoundHeap;
import org.cairn.analysis.TypeReport.Match;
import org.cairn.analysis.table.Column;
import org.cairn.analysis.table.Column.Kind;
import org.cairn.analysis.table.Table;
import org.cairn.dump.DumpModule;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Architecture;
import org.cairn.memory.Progress;
import org.cairn.memory.Structure;
import org.cairn.store.QueryException;
import org.cairn.system.TypeChoice;
import org.cairn.types.PdbIdentity;
import org.cairn.types.TypeTable;
import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Shows a structure. Its table is, in this order: the one that the user demanded; that of the very
 * module, by its PDB file; for a heap's structures the one that the heap was found with, or that
 * all heaps of the process were found with; the first of the system's candidates that has the type.
 */
public final class StructureQuestion {
    private static final String HEAP = "_HEAP";
    private static final String KERNEL_ALIAS = "nt";

    private final Analysis analysis;
    private final DecodeSetting setting;
    private final List<Integer> processes;
    private final Progress progress;
    private final TypeChoice types;
    private final List<DumpModule> modules;
    private final Architecture architecture;

    /**
     * Prepares the question.
     *
     * @param analysis for the heaps
     * @param setting the system and the tables
     * @param processes indexes of the processes that are meant, the first counts; may be empty
     * @param progress cancels the work
     */
    public StructureQuestion(
            Analysis analysis, DecodeSetting setting, List<Integer> processes, Progress progress) {
        this.analysis = analysis;
        this.setting = setting;
        this.processes = processes;
        this.progress = progress;
        this.types = setting.types();
        boolean none = processes.isEmpty();
        this.modules =
                none
                        ? analysis.dump().modules()
                        : setting.system().processes().get(processes.getFirst()).modules();
        Architecture own =
                none
                        ? setting.system().architecture().orElse(Architecture.X64)
                        : setting.system().processes().get(processes.getFirst()).architecture();
        this.architecture = own == Architecture.ARM64 ? Architecture.X64 : own;
    }

    /** A table that has the type, and why it is the one. */
    private record Taken(TypeTable table, String reason) {}

    /** What a name stands for: a structure, and perhaps a field in it. */
    private record Named(Structure structure, String path) {}

    /**
     * Answers.
     *
     * @param name a type, or a field of one, with or without a module
     * @param address where the structure lies, empty for the layout alone
     * @param depth how deep inner structures are opened
     * @return the type with its table, and the fields
     * @throws QueryException when there is no such type or field
     */
    public List<Table> answer(String name, OptionalLong address, int depth) throws QueryException {
        int mark = name.indexOf('!');
        String module = mark < 0 ? "" : name.substring(0, mark);
        String type = name.substring(mark + 1);
        Taken taken = table(module, type, address);
        Named named = named(taken.table, type).orElseThrow();
        Map<DumpModule, TypeTable> known = new HashMap<>();
        for (DumpModule one : modules) {
            if (ModuleTypes.isSystem(one)) {
                exact(one).ifPresent(table -> known.put(one, table));
            }
        }
        FieldRows rows =
                new FieldRows(
                        taken.table,
                        address,
                        space().cursor(),
                        new PointerText(modules, known),
                        depth,
                        progress);
        if (named.path.isEmpty()) {
            rows.structure(named.structure);
        } else {
            new FieldPath(taken.table, named.structure, named.path).add(rows);
        }
        return List.of(head(taken, named, address, rows.isCut()), rows.table());
    }

    private AddressSpace space() {
        return processes.isEmpty()
                ? analysis.dump().memory()
                : setting.system().processes().get(processes.getFirst()).space();
    }

    private Taken table(String module, String type, OptionalLong address) throws QueryException {
        List<String> lacking = new ArrayList<>();
        for (Taken one : candidates(module, type, address)) {
            if (named(one.table, type).isPresent()) {
                return one;
            }
            lacking.add(one.table.id().name());
        }
        String tables = lacking.isEmpty() ? "no table" : "none of " + lacking.size() + " tables";
        throw new QueryException(
                "there is no type "
                        + type
                        + ": "
                        + tables
                        + " for "
                        + architecture.label()
                        + " has it"
                        + (lacking.isEmpty() ? "" : " (first tried: " + lacking.getFirst() + ")"),
                null);
    }

    private List<Taken> candidates(String module, String type, OptionalLong address) {
        List<Taken> all = new ArrayList<>();
        if (types.isDemanded()) {
            types.layout()
                    .flatMap(types.catalog()::named)
                    .ifPresent(table -> all.add(new Taken(table, "demanded with --layout")));
            return all;
        }
        Optional<DumpModule> meant =
                modules.stream().filter(one -> isCalled(one, module)).findFirst();
        meant.flatMap(this::exact)
                .ifPresent(
                        table ->
                                all.add(new Taken(table, "PDB file of " + meant.get().fileName())));
        if (type.startsWith(HEAP)) {
            heaps(address, all);
        }
        String where =
                module.isEmpty() || meant.isPresent()
                        ? ""
                        : "; module " + module + " is not in the dump";
        int build = setting.system().build();
        for (TypeTable table : types.candidates(setting.system().family(), build, architecture)) {
            all.add(new Taken(table, "first table for the system that has the type" + where));
        }
        return all;
    }

    private static boolean isCalled(DumpModule module, String name) {
        String file = module.fileName().toLowerCase(Locale.ROOT);
        String wanted = name.toLowerCase(Locale.ROOT);
        int dot = file.lastIndexOf('.');
        return !wanted.isEmpty()
                && (file.equals(wanted)
                        || dot > 0 && file.substring(0, dot).equals(wanted)
                        || wanted.equals(KERNEL_ALIAS)
                                && ModuleTypes.isSystem(module)
                                && file.startsWith(KERNEL_ALIAS)
                                && file.endsWith(".exe"));
    }

    private Optional<TypeTable> exact(DumpModule module) {
        return PdbIdentity.parse(module.pdb())
                .flatMap(identity -> types.symbols().types(identity, progress));
    }

    private void heaps(OptionalLong address, List<Taken> all) {
        Set<String> layouts = new LinkedHashSet<>();
        for (FoundHeap heap : analysis.heapsFound(progress)) {
            if (!processes.isEmpty() && heap.process() == processes.getFirst()) {
                Optional<TypeTable> table = types.catalog().named(heap.root().layout());
                if (address.equals(OptionalLong.of(heap.root().address())) && table.isPresent()) {
                    all.add(new Taken(table.get(), "the heap at that address was found with it"));
                }
                if (table.filter(one -> one.id().architecture() == architecture).isPresent()) {
                    layouts.add(heap.root().layout());
                }
            }
        }
        if (layouts.size() == 1) {
            types.catalog()
                    .named(layouts.iterator().next())
                    .ifPresent(table -> all.add(new Taken(table, "the heaps were found with it")));
        }
    }

    /** The longest beginning of the text that is a type's name; the rest are fields. */
    private static Optional<Named> named(TypeTable table, String text) {
        for (int end = text.length(); end > 0; end = text.lastIndexOf('.', end - 1)) {
            Optional<Structure> structure = table.find(text.substring(0, end));
            if (structure.isPresent() && !text.endsWith(".")) {
                String path = end == text.length() ? "" : text.substring(end + 1);
                return Optional.of(new Named(structure.get(), path));
            }
        }
        return Optional.empty();
    }

    private Table head(Taken taken, Named named, OptionalLong address, boolean cut) {
        TypeTable.Id id = taken.table.id();
        Match match = new TableMatch(analysis.dump().modules(), setting.system(), types).of(id);
        return Table.of(
                "structure",
                List.of(
                        new Column("type", Kind.TEXT),
                        new Column("size", Kind.BYTES),
                        new Column("address", Kind.ADDRESS),
                        new Column("table", Kind.TEXT),
                        new Column("system", Kind.TEXT),
                        new Column("match", Kind.TEXT),
                        new Column("reason", Kind.TEXT),
                        new Column("source", Kind.TEXT),
                        new Column("note", Kind.TEXT)),
                List.<@Nullable Object[]>of(
                        new @Nullable Object[] {
                            named.structure.name(),
                            (long) named.structure.size(),
                            address.isPresent() ? (Object) address.getAsLong() : null,
                            id.name(),
                            id.system(),
                            match.label(),
                            taken.reason,
                            id.source(),
                            cut ? "not all fields are shown: there are too many" : null
                        }));
    }
}
