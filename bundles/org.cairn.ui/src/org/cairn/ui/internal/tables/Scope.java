package org.cairn.ui.internal.tables;

import org.cairn.ui.Place;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which rows a table shows. All conditions must hold.
 *
 * @param heap number of the heap, or empty for all
 * @param segment a segment of that heap, or empty for all
 * @param owner number of the owner, 0 for unknown, or empty for all
 * @param kind the kind, or empty for all
 * @param terms what was typed
 */
public record Scope(
        OptionalInt heap,
        Optional<Place.Segment> segment,
        OptionalInt owner,
        Optional<String> kind,
        List<String> terms) {
    /** Keeps a copy of the list. */
    public Scope {
        terms = List.copyOf(terms);
    }

    /**
     * What a place asks of a table of blocks.
     *
     * @param place the place
     * @return its heap, segment, owner and terms
     */
    public static Scope ofBlocks(Place place) {
        return new Scope(
                place.heap(), place.segment(), place.owner(), Optional.empty(), place.terms());
    }

    /**
     * What a place asks of a table of something in heaps.
     *
     * @param place the place
     * @return its heap
     */
    public static Scope inHeap(Place place) {
        return new Scope(
                place.heap(), Optional.empty(), OptionalInt.empty(), Optional.empty(), List.of());
    }

    /**
     * The same for one kind.
     *
     * @param only the kind, or empty for all
     * @return a new scope
     */
    public Scope ofKind(Optional<String> only) {
        return new Scope(heap, segment, owner, only, terms);
    }

    /**
     * The same with other terms.
     *
     * @param typed the terms
     * @return a new scope
     */
    public Scope withTerms(List<String> typed) {
        return new Scope(heap, segment, owner, kind, typed);
    }
}
