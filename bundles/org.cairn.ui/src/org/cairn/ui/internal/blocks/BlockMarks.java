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

/** Where something contradicts the formats. */
final class BlockMarks {
    /** With more anomalies than this, only the first ones are marked. */
    private static final int MOST = 100_000;

    private static final String MARKS =
            "select distinct heap_id, address from anomaly where heap_id is not null limit " + MOST;

    private final Map<Integer, @Nullable TreeSet<Long>> addresses = new HashMap<>();

    /** Reads the marks. */
    static BlockMarks read(Store store, Progress progress) throws StoreException {
        BlockMarks marks = new BlockMarks();
        try (Rows rows = store.query(progress, MARKS)) {
            while (rows.next()) {
                marks.add((int) rows.number(0), rows.number(1));
            }
        }
        return marks;
    }

    /** Marks an address of a heap. */
    void add(int heap, long address) {
        TreeSet<Long> known = addresses.get(heap);
        if (known == null) {
            known = new TreeSet<>(Long::compareUnsigned);
            addresses.put(heap, known);
        }
        known.add(address);
    }

    /** Whether there is a mark in a block. */
    boolean isIn(Block block) {
        TreeSet<Long> known = addresses.get(block.heapId());
        Long first = known == null ? null : known.ceiling(block.address());
        return first != null && block.contains(first);
    }
}
