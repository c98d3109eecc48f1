package org.cairn.ui.internal.tables;

import org.cairn.ui.DumpSession;
import org.cairn.ui.Place;

import java.util.List;

/** Ends what filters the rows of a view. */
record FilterEnds(TablePart<?> part, DumpSession dump) implements ScopeChips.Ends {
    @Override
    public void heap() {
        dump.places().go(place -> place.withoutSegment().withoutHeap());
    }

    @Override
    public void segment() {
        dump.places().go(Place::withoutSegment);
    }

    @Override
    public void owner() {
        dump.places().go(Place::withoutOwner);
    }

    @Override
    public void kind() {
        part.clearKind();
    }

    @Override
    public void terms(List<String> rest) {
        part.keepTerms(dump, rest);
    }
}
