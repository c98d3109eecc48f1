package org.cairn.heap.windows.internal.locate;

import org.cairn.memory.Addresses;
import org.cairn.system.TypeLog.Passed;
import org.cairn.types.TypeTable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A layout that was chosen for a heap.
 *
 * @param <L> the layout of a family of heaps
 * @param layout how to read it
 * @param table the name of the table that it comes from
 * @param reason why it was chosen, a phrase
 * @param doubt what speaks against it, empty when nothing does
 */
public record LayoutChoice<L>(L layout, String table, String reason, String doubt) {
    private static final String WORSE = "fits, but another fits better or as well";

    /**
     * Chooses the layout for a heap: that of the claimed build when all of it fits, else the one
     * that fits best. A layout that the user named is taken in any case.
     *
     * @param <L> the layout of a family of heaps
     * @param address of the heap
     * @param candidates the layouts, at least one
     * @param probe tells how well a layout fits
     * @param signature where its signature stands, as a number
     * @return the choice, or empty when no layout fits
     */
    public static <L> Optional<LayoutChoice<L>> choose(
            long address,
            Candidates<L> candidates,
            Function<L, LayoutFit> probe,
            Function<L, Integer> signature) {
        List<Passed> passed = new ArrayList<>();
        Optional<LayoutChoice<L>> choice = choose(candidates, probe, signature, passed);
        choice.ifPresent(chosen -> candidates.note(address, chosen, passed));
        return choice;
    }

    private static <L> Optional<LayoutChoice<L>> choose(
            Candidates<L> candidates,
            Function<L, LayoutFit> probe,
            Function<L, Integer> signature,
            List<Passed> passed) {
        L claimed = candidates.claimed();
        LayoutFit fit = probe.apply(claimed);
        String table = candidates.table(claimed).name();
        if (candidates.isDemanded()) {
            String doubt =
                    fit.misfit().isEmpty()
                            ? ""
                            : "layout " + table + " was demanded, but " + fit.misfit();
            return Optional.of(
                    new LayoutChoice<>(claimed, table, "layout " + table + " demanded", doubt));
        }
        if (fit.isPerfect()) {
            return Optional.of(
                    new LayoutChoice<>(
                            claimed, table, confirmed(candidates, claimed, signature), ""));
        }
        return best(candidates, probe, signature, passed);
    }

    private static <L> Optional<LayoutChoice<L>> best(
            Candidates<L> candidates,
            Function<L, LayoutFit> probe,
            Function<L, Integer> signature,
            List<Passed> passed) {
        Optional<LayoutChoice<L>> best = Optional.empty();
        int bestScore = Integer.MIN_VALUE;
        for (L layout : candidates.all()) {
            LayoutFit fit = probe.apply(layout);
            if (fit.fits() && fit.score() > bestScore) {
                best.ifPresent(
                        other -> passed.add(new Passed(candidates.table(other.layout), WORSE)));
                bestScore = fit.score();
                String doubt = fit.misfit().isEmpty() ? "" : "best fit, but " + fit.misfit();
                String table = candidates.table(layout).name();
                String reason =
                        layout.equals(candidates.claimed())
                                ? confirmed(candidates, layout, signature)
                                : found(candidates, table);
                best = Optional.of(new LayoutChoice<>(layout, table, reason, doubt));
            } else {
                String why = fit.misfit().isEmpty() ? WORSE : fit.misfit();
                passed.add(new Passed(candidates.table(layout), why));
            }
        }
        return best;
    }

    private static <L> String confirmed(
            Candidates<L> candidates, L layout, Function<L, Integer> signature) {
        TypeTable.Id table = candidates.table(layout);
        String confirmation =
                " confirmed by signature at " + Addresses.hex(signature.apply(layout));
        if (table.build() == candidates.build()) {
            return "layout of build " + table.build() + confirmation;
        }
        String claim =
                candidates.build() == 0
                        ? "no build claimed"
                        : "no table of claimed build " + candidates.build();
        return claim + "; layout " + table.name() + confirmation;
    }

    private static String found(Candidates<?> candidates, String table) {
        String claim =
                candidates.build() == 0
                        ? "no build claimed"
                        : "claimed build " + candidates.build() + " does not fit";
        return claim + "; layout " + table + " found by probing";
    }
}
