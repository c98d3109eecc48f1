package org.cairn.heap.windows.internal.locate;

import org.cairn.memory.Addresses;
import org.cairn.memory.Architecture;
import org.cairn.system.SystemImage;
import org.cairn.system.TypeChoice;
import org.cairn.system.TypeLog;
import org.cairn.system.TypeLog.Choice;
import org.cairn.system.TypeLog.Passed;
import org.cairn.types.TypeTable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The layouts that a heap of one architecture may have, best first. Tables that agree in everything
 * that a walk uses count as one, under the name of the best of them.
 *
 * @param <L> the layout of a family of heaps
 */
public final class Candidates<L> {
    private final String what;
    private final Function<TypeTable, Optional<L>> binder;
    private final int build;
    private final Architecture architecture;
    private final TypeLog log;
    private final boolean demanded;
    private final List<TypeTable> tables;
    private final Map<L, TypeTable.Id> layouts = new LinkedHashMap<>();
    private int bound;

    /**
     * Selects the tables of an architecture.
     *
     * @param what the family of heaps, for people
     * @param system that the heaps belong to
     * @param types the tables to choose from
     * @param architecture of the heaps
     * @param binder makes the layout of a table that covers the family
     */
    public Candidates(
            String what,
            SystemImage system,
            TypeChoice types,
            Architecture architecture,
            Function<TypeTable, Optional<L>> binder) {
        this.what = what;
        this.binder = binder;
        build = system.build();
        log = types.log();
        this.architecture = architecture;
        demanded = types.isDemanded();
        tables = types.candidates(system.family(), build, architecture);
        while (layouts.isEmpty() && bindNext()) {
            continue;
        }
    }

    /** Whether no table covers the family of heaps. */
    public boolean isEmpty() {
        return layouts.isEmpty();
    }

    /** Whether the user named the table. */
    boolean isDemanded() {
        return demanded;
    }

    /** The build that the system claims, 0 when unknown. */
    int build() {
        return build;
    }

    /** The layout of the claimed build, or of the nearest one there is a table for. */
    L claimed() {
        return layouts.keySet().iterator().next();
    }

    /** All distinct layouts; binds the tables that were not needed so far. */
    public List<L> all() {
        while (bindNext()) {
            continue;
        }
        return new ArrayList<>(layouts.keySet());
    }

    /** The best table with a layout that is one of these. */
    TypeTable.Id table(L layout) {
        return layouts.get(layout);
    }

    /** Notes what a heap is decoded with. */
    void note(long heap, LayoutChoice<L> choice, List<Passed> passed) {
        log.chosen(
                new Choice(
                        what + " " + architecture.label(),
                        Addresses.hex(heap),
                        table(choice.layout()),
                        choice.doubt().isEmpty()
                                ? choice.reason()
                                : choice.reason() + "; " + choice.doubt(),
                        passed));
    }

    private boolean bindNext() {
        if (bound == tables.size()) {
            return false;
        }
        TypeTable table = tables.get(bound++);
        binder.apply(table).ifPresent(layout -> layouts.putIfAbsent(layout, table.id()));
        return true;
    }
}
