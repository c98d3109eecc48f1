package org.cairn.store;

import org.cairn.heap.BlockState;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which blocks, in which order. All conditions must hold.
 *
 * @param heaps numbers of heaps, if not all are wanted
 * @param state the state, if only one is wanted
 * @param owner number of the owner, 0 for blocks of unknown owner; empty for all
 * @param where a condition in SQL on the columns of the view {@code blocks}, such as {@code size >
 *     4096 and owner = 'semstruc'}, with {@code 0x} numbers if wanted; empty for all
 * @param order the order
 */
public record BlockQuery(
        Optional<List<Integer>> heaps,
        Optional<BlockState> state,
        OptionalInt owner,
        Optional<String> where,
        BlockOrder order) {
    /** All blocks by ascending address. */
    public static final BlockQuery ALL =
            new BlockQuery(
                    Optional.empty(),
                    Optional.empty(),
                    OptionalInt.empty(),
                    Optional.empty(),
                    BlockOrder.ASCENDING);

    /** Keeps a copy of the list. */
    public BlockQuery {
        heaps = heaps.map(List::copyOf);
    }

    /**
     * The same for some heaps.
     *
     * @param ids their numbers; no block is in none of them
     * @return a new query
     */
    public BlockQuery inHeaps(Collection<Integer> ids) {
        return new BlockQuery(Optional.of(List.copyOf(ids)), state, owner, where, order);
    }

    /**
     * The same for blocks of one state.
     *
     * @param only the state
     * @return a new query
     */
    public BlockQuery withState(BlockState only) {
        return new BlockQuery(heaps, Optional.of(only), owner, where, order);
    }

    /**
     * The same for blocks of one owner.
     *
     * @param id the owner's number, 0 for blocks of unknown owner
     * @return a new query
     */
    public BlockQuery ownedBy(int id) {
        return new BlockQuery(heaps, state, OptionalInt.of(id), where, order);
    }

    /**
     * The same with a condition.
     *
     * @param condition in SQL on the columns of the view {@code blocks}
     * @return a new query
     */
    public BlockQuery where(String condition) {
        return new BlockQuery(heaps, state, owner, Optional.of(condition), order);
    }

    /**
     * The same in another order.
     *
     * @param by the order
     * @return a new query
     */
    public BlockQuery orderedBy(BlockOrder by) {
        return new BlockQuery(heaps, state, owner, where, by);
    }
}
