package org.cairn.heap.windows.internal.locate;

import org.cairn.heap.windows.internal.layout.HeapLayout;
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

/**
 * The layouts that a heap of one architecture may have, best first. Tables that agree in everything
 * that a walk uses count as one, under the name of the best of them.
 */
final class Candidates {
    private final int build;
    private final Architecture architecture;
    private final TypeLog log;
    private final boolean demanded;
    private final List<TypeTable> tables;
    private final Map<HeapLayout, TypeTable.Id> layouts = new LinkedHashMap<>();
    private int bound;

    Candidates(SystemImage system, TypeChoice types, Architecture architecture) {
        build = system.build();
        log = types.log();
        this.architecture = architecture;
        demanded = types.isDemanded();
        tables = types.candidates(system.family(), build, architecture);
        while (layouts.isEmpty() && bindNext()) {
            continue;
        }
    }

    /** Whether no table covers the NT heap. */
    boolean isEmpty() {
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
    HeapLayout claimed() {
        return layouts.keySet().iterator().next();
    }

    /** All distinct layouts; binds the tables that were not needed so far. */
    List<HeapLayout> all() {
        while (bindNext()) {
            continue;
        }
        return new ArrayList<>(layouts.keySet());
    }

    /** The best table with a layout that is one of these. */
    TypeTable.Id table(HeapLayout layout) {
        return layouts.get(layout);
    }

    /** Notes what a heap is decoded with. */
    void note(long heap, LayoutChoice choice, List<Passed> passed) {
        log.chosen(
                new Choice(
                        "NT heap " + architecture.label(),
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
        HeapLayout.bind(table).ifPresent(layout -> layouts.putIfAbsent(layout, table.id()));
        return true;
    }
}
