package org.cairn.store.internal;

import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.memory.Addresses;

import java.util.StringJoiner;

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
            tables.add("flag", flags, label(flags));
        }
    }

    private static String label(int flags) {
        StringJoiner label = new StringJoiner(", ");
        for (int rest = flags; rest != 0; rest &= rest - 1) {
            int flag = Integer.lowestOneBit(rest);
            label.add(
                    switch (flag) {
                        case BlockSink.INFERRED -> "inferred";
                        case BlockSink.FOUND_STRONG -> "found (strong)";
                        case BlockSink.FOUND_HINT -> "found (hint)";
                        case BlockSink.DATA_ABSENT -> "data absent";
                        case BlockSink.CACHED -> "cached";
                        default -> Addresses.hex(flag);
                    });
        }
        return label.toString();
    }
}
