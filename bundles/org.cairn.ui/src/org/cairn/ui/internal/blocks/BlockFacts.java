package org.cairn.ui.internal.blocks;

import org.cairn.memory.Progress;
import org.cairn.store.Block;
import org.cairn.store.Rows;
import org.cairn.store.Store;
import org.cairn.store.StoreException;
import org.eclipse.jdt.annotation.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a table of blocks needs to know of a store.
 *
 * @param flags words for each combination of flags
 * @param anomalies addresses of anomalies, by the number of the heap; unsigned order
 */
record BlockFacts(
        Map<Integer, @Nullable String> flags, Map<Integer, @Nullable TreeSet<Long>> anomalies) {
    /** Nothing is known yet. */
    static final BlockFacts NONE = new BlockFacts(Map.of(), Map.of());

    /** With more anomalies than this, only the first ones are marked. */
    private static final int MOST_MARKS = 100_000;

    private static final String MARKS =
            "select distinct heap_id, address from anomaly where heap_id is not null limit "
                    + MOST_MARKS;

    /** Reads the facts. */
    static BlockFacts read(Store store, Progress progress) throws StoreException {
        Map<Integer, @Nullable String> flags = new HashMap<>();
        try (Rows rows = store.query(progress, "select flags, label from flag")) {
            while (rows.next()) {
                flags.put((int) rows.number(0), rows.text(1));
            }
        }
        Map<Integer, @Nullable TreeSet<Long>> anomalies = new HashMap<>();
        try (Rows rows = store.query(progress, MARKS)) {
            while (rows.next()) {
                marks(anomalies, (int) rows.number(0)).add(rows.number(1));
            }
        }
        return new BlockFacts(flags, anomalies);
    }

    private static TreeSet<Long> marks(Map<Integer, @Nullable TreeSet<Long>> all, int heap) {
        TreeSet<Long> known = all.get(heap);
        if (known == null) {
            known = new TreeSet<>(Long::compareUnsigned);
            all.put(heap, known);
        }
        return known;
    }

    /** The flags of a block in words. */
    String flags(Block block) {
        String words = flags.get(block.flags());
        return words == null ? "" : words;
    }

    /** Whether something in the block contradicts its format. */
    boolean isMarked(Block block) {
        TreeSet<Long> known = anomalies.get(block.heapId());
        Long first = known == null ? null : known.ceiling(block.address());
        return first != null && block.contains(first);
    }
}
