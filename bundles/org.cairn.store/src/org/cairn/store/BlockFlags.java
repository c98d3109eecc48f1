package org.cairn.store;

import org.cairn.heap.BlockSink;
import org.cairn.memory.Addresses;

import java.util.StringJoiner;

/** What the flags of a block say. */
public final class BlockFlags {
    private BlockFlags() {}

    /**
     * The flags for people, as in the view {@code blocks}.
     *
     * @param flags those of {@link BlockSink}
     * @return their names with commas between them; empty for 0
     */
    public static String label(int flags) {
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
