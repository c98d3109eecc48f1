package org.cairn.heap.windows.internal.locate;

import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Addresses;
import org.cairn.system.TypeLog.Passed;
import org.cairn.types.TypeTable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A layout that was chosen for a heap.
 *
 * @param layout how to read it
 * @param table the name of the table that it comes from
 * @param reason why it was chosen, a phrase
 * @param doubt what speaks against it, empty when nothing does
 */
record LayoutChoice(HeapLayout layout, String table, String reason, String doubt) {
    private static final String WORSE = "fits, but another fits better or as well";

    /**
     * Chooses the layout for a heap: that of the claimed build when all of it fits, else the one
     * that fits best. A layout that the user named is taken in any case.
     *
     * @return the choice, or empty when no layout fits
     */
    static Optional<LayoutChoice> choose(AddressSpace space, Candidates candidates, long address) {
        List<Passed> passed = new ArrayList<>();
        Optional<LayoutChoice> choice = choose(space, candidates, address, passed);
        choice.ifPresent(chosen -> candidates.note(address, chosen, passed));
        return choice;
    }

    private static Optional<LayoutChoice> choose(
            AddressSpace space, Candidates candidates, long address, List<Passed> passed) {
        HeapLayout claimed = candidates.claimed();
        HeapProbe.Fit fit = HeapProbe.probe(space, claimed, address);
        String table = candidates.table(claimed).name();
        if (candidates.isDemanded()) {
            String doubt =
                    fit.misfit().isEmpty()
                            ? ""
                            : "layout " + table + " was demanded, but " + fit.misfit();
            return Optional.of(
                    new LayoutChoice(claimed, table, "layout " + table + " demanded", doubt));
        }
        if (fit.isPerfect()) {
            return Optional.of(
                    new LayoutChoice(claimed, table, confirmed(candidates, claimed), ""));
        }
        return probe(space, candidates, address, passed);
    }

    private static Optional<LayoutChoice> probe(
            AddressSpace space, Candidates candidates, long address, List<Passed> passed) {
        Optional<LayoutChoice> best = Optional.empty();
        int bestScore = Integer.MIN_VALUE;
        for (HeapLayout layout : candidates.all()) {
            HeapProbe.Fit fit = HeapProbe.probe(space, layout, address);
            if (fit.fits() && fit.score() > bestScore) {
                best.ifPresent(
                        other -> passed.add(new Passed(candidates.table(other.layout), WORSE)));
                bestScore = fit.score();
                String doubt = fit.misfit().isEmpty() ? "" : "best fit, but " + fit.misfit();
                String table = candidates.table(layout).name();
                String reason =
                        layout.equals(candidates.claimed())
                                ? confirmed(candidates, layout)
                                : found(candidates, table);
                best = Optional.of(new LayoutChoice(layout, table, reason, doubt));
            } else {
                String why = fit.misfit().isEmpty() ? WORSE : fit.misfit();
                passed.add(new Passed(candidates.table(layout), why));
            }
        }
        return best;
    }

    private static String confirmed(Candidates candidates, HeapLayout layout) {
        TypeTable.Id table = candidates.table(layout);
        String signature = " confirmed by signature at " + Addresses.hex(layout.heap().signature());
        if (table.build() == candidates.build()) {
            return "layout of build " + table.build() + signature;
        }
        String claim =
                candidates.build() == 0
                        ? "no build claimed"
                        : "no table of claimed build " + candidates.build();
        return claim + "; layout " + table.name() + signature;
    }

    private static String found(Candidates candidates, String table) {
        String claim =
                candidates.build() == 0
                        ? "no build claimed"
                        : "claimed build " + candidates.build() + " does not fit";
        return claim + "; layout " + table + " found by probing";
    }
}
