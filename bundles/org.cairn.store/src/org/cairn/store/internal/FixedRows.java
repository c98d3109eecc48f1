package org.cairn.store.internal;

import org.cairn.heap.BlockState;
import org.cairn.store.BlockFlags;

/** The rows that are the same in every store: what the numbers of a block stand for. */
public final class FixedRows {
    private static final int FLAG_SETS = 256;

    private FixedRows() {}

    /**
     * Adds them.
     *
     * @param tables of a new store
     */
    public static void add(SmallTables tables) {
        for (BlockState state : BlockState.values()) {
            tables.add("state", state.ordinal(), state.label());
        }
        for (int flags = 0; flags < FLAG_SETS; flags++) {
            tables.add("flag", flags, BlockFlags.label(flags));
        }
    }
}
