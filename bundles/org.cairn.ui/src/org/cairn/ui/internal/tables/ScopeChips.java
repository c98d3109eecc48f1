package org.cairn.ui.internal.tables;

import org.cairn.memory.Addresses;

import java.util.ArrayList;
import java.util.List;

/** The chips of a scope: one for each condition, so that nothing is filtered unseen. */
final class ScopeChips {
    /** Ends the conditions of a scope. */
    interface Ends {
        /** Of all heaps. */
        void heap();

        /** Of all segments. */
        void segment();

        /** Of all owners. */
        void owner();

        /** Of all kinds. */
        void kind();

        /** With these terms only. */
        void terms(List<String> rest);
    }

    private ScopeChips() {}

    static List<Chip> of(Scope scope, ScopeNames names, Ends ends) {
        List<Chip> chips = new ArrayList<>();
        scope.heap().ifPresent(_ -> chips.add(new Chip("heap " + names.heap(), ends::heap)));
        scope.segment()
                .ifPresent(
                        segment ->
                                chips.add(
                                        new Chip(
                                                "segment " + Addresses.hex(segment.address()),
                                                ends::segment)));
        scope.owner()
                .ifPresent(
                        _ ->
                                chips.add(
                                        new Chip(
                                                names.owner().isEmpty()
                                                        ? "owner unknown"
                                                        : "owner " + names.owner(),
                                                ends::owner)));
        scope.kind().ifPresent(kind -> chips.add(new Chip("kind " + kind, ends::kind)));
        for (String term : scope.terms()) {
            List<String> rest =
                    scope.terms().stream().filter(other -> !other.equals(term)).toList();
            chips.add(new Chip(term, () -> ends.terms(rest)));
        }
        return chips;
    }
}
