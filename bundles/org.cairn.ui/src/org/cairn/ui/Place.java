package org.cairn.ui;

import org.cairn.store.Block;
import org.eclipse.jdt.annotation.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Where the analyst stands in a dump: which heap, segment and owner are looked at, by which terms
 * blocks are filtered, and which block and address are chosen. All views of a dump show the same
 * place.
 *
 * @param focus what was chosen last
 * @param heap number of the heap whose blocks are shown, or empty for all
 * @param segment the segment of that heap whose blocks are shown, or empty for all
 * @param owner number of the owner whose blocks are shown, 0 for blocks of unknown owner, or empty
 *     for all
 * @param terms by which blocks are filtered besides
 * @param block the chosen block, or empty
 * @param address the chosen address, unsigned, or empty
 */
public record Place(
        Focus focus,
        OptionalInt heap,
        Optional<Segment> segment,
        OptionalInt owner,
        List<String> terms,
        Optional<Block> block,
        OptionalLong address) {
    /** The whole dump. */
    public static final Place WHOLE =
            new Place(
                    Focus.DUMP,
                    OptionalInt.empty(),
                    Optional.empty(),
                    OptionalInt.empty(),
                    List.of(),
                    Optional.empty(),
                    OptionalLong.empty());

    /** Keeps a copy of the list. */
    public Place {
        terms = List.copyOf(terms);
    }

    /** What was chosen last. */
    public enum Focus {
        /** The whole dump. */
        DUMP,
        /** A heap. */
        HEAP,
        /** A segment of a heap. */
        SEGMENT,
        /** An owner. */
        OWNER,
        /** A block. */
        BLOCK,
        /** An address. */
        ADDRESS
    }

    /**
     * A segment.
     *
     * @param id its number in the store
     * @param address first address, unsigned
     * @param size reserved bytes
     */
    public record Segment(int id, long address, long size) {}

    /**
     * All blocks of the dump, nothing chosen; the terms stay.
     *
     * @return the place
     */
    public Place atDump() {
        return at(
                Focus.DUMP,
                OptionalInt.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalLong.empty());
    }

    /**
     * All blocks of a heap.
     *
     * @param id its number in the store
     * @param start its address, unsigned
     * @return the place
     */
    public Place atHeap(int id, long start) {
        return at(
                Focus.HEAP,
                OptionalInt.of(id),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalLong.of(start));
    }

    /**
     * All blocks of a segment.
     *
     * @param id number of the heap in the store
     * @param part the segment
     * @return the place
     */
    public Place atSegment(int id, Segment part) {
        return at(
                Focus.SEGMENT,
                OptionalInt.of(id),
                Optional.of(part),
                OptionalInt.empty(),
                OptionalLong.of(part.address()));
    }

    /**
     * The blocks of an owner in the heap that is looked at.
     *
     * @param id its number in the store, 0 for blocks of unknown owner
     * @return the place
     */
    public Place atOwner(int id) {
        return at(Focus.OWNER, heap, segment, OptionalInt.of(id), address);
    }

    /**
     * A block. Heap, segment and owner stay where the block is among their blocks, else they give
     * way to its heap.
     *
     * @param chosen the block
     * @return the place
     */
    public Place atBlock(Block chosen) {
        return around(Focus.BLOCK, chosen, chosen.address());
    }

    /**
     * An address, with the block that holds it.
     *
     * @param at unsigned
     * @param holder the block, or null when none is known
     * @return the place
     */
    public Place atAddress(long at, @Nullable Block holder) {
        return holder == null
                ? at(Focus.ADDRESS, heap, segment, owner, OptionalLong.of(at))
                : around(Focus.ADDRESS, holder, at);
    }

    /** No block is chosen; the terms stay. */
    private Place at(
            Focus chosenLast,
            OptionalInt inHeap,
            Optional<Segment> inSegment,
            OptionalInt ofOwner,
            OptionalLong at) {
        return new Place(chosenLast, inHeap, inSegment, ofOwner, terms, Optional.empty(), at);
    }

    private Place around(Focus chosenLast, Block chosen, long at) {
        boolean inside =
                (heap.isEmpty() || heap.getAsInt() == chosen.heapId())
                        && (segment.isEmpty() || segment.get().id() == chosen.segmentId())
                        && (owner.isEmpty() || owner.getAsInt() == chosen.ownerId());
        return new Place(
                chosenLast,
                inside ? heap : OptionalInt.of(chosen.heapId()),
                inside ? segment : Optional.empty(),
                inside ? owner : OptionalInt.empty(),
                terms,
                Optional.of(chosen),
                OptionalLong.of(at));
    }

    /**
     * The same with other terms.
     *
     * @param filter by which blocks are filtered
     * @return the place
     */
    public Place withTerms(List<String> filter) {
        return new Place(focus, heap, segment, owner, filter, block, address);
    }

    /**
     * The same for all heaps.
     *
     * @return the place
     */
    public Place withoutHeap() {
        return among(
                focus == Focus.HEAP || focus == Focus.SEGMENT ? Focus.DUMP : focus,
                OptionalInt.empty(),
                Optional.empty(),
                owner);
    }

    /**
     * The same for all segments of the heap.
     *
     * @return the place
     */
    public Place withoutSegment() {
        return among(focus == Focus.SEGMENT ? Focus.HEAP : focus, heap, Optional.empty(), owner);
    }

    /**
     * The same for all owners.
     *
     * @return the place
     */
    public Place withoutOwner() {
        return among(focus == Focus.OWNER ? Focus.DUMP : focus, heap, segment, OptionalInt.empty());
    }

    /** Other blocks are shown; what is chosen stays. */
    private Place among(
            Focus chosenLast,
            OptionalInt inHeap,
            Optional<Segment> inSegment,
            OptionalInt ofOwner) {
        return new Place(chosenLast, inHeap, inSegment, ofOwner, terms, block, address);
    }
}
