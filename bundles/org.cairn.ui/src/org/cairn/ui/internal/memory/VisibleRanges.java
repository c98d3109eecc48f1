package org.cairn.ui.internal.memory;

import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;
import org.cairn.store.Block;
import org.cairn.store.BlockCursor;
import org.cairn.store.BlockOrder;
import org.cairn.store.BlockQuery;
import org.cairn.store.BlockView;
import org.cairn.store.Rows;
import org.cairn.store.Store;
import org.cairn.store.StoreException;
import org.cairn.store.Unsigned;
import org.cairn.ui.widgets.hex.ByteRange;
import org.cairn.ui.widgets.hex.RangeStyle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the bytes that are seen belong to. */
final class VisibleRanges {
    /** More blocks than this are not told apart; they would be single bytes on the screen. */
    private static final int MOST_BLOCKS = 500;

    private static final String ANOMALIES =
            "select address, severity, summary, evidence from anomaly"
                    + " where heap_id = ? and address between ? and ? limit "
                    + MOST_BLOCKS;

    private static final int DIGITS_OF_BYTE = 2;

    private final Store store;
    private final List<Integer> heaps;
    private final Progress progress;

    VisibleRanges(Store store, List<Integer> heaps, Progress progress) {
        this.store = store;
        this.heaps = heaps;
        this.progress = progress;
    }

    /** The ranges of the blocks between two addresses, unsigned and inclusive. */
    List<ByteRange> between(long first, long last) throws StoreException {
        List<ByteRange> ranges = new ArrayList<>();
        Optional<Block> atFirst = store.blockAt(first, Optional.of(heaps), progress).block();
        atFirst.ifPresent(block -> ranges.addAll(BlockRanges.of(block)));
        String begins =
                "address > " + Addresses.hex(first) + " and address <= " + Addresses.hex(last);
        BlockQuery query =
                BlockQuery.ALL.inHeaps(heaps).where(begins).orderedBy(BlockOrder.AS_STORED);
        try (BlockView view = store.blocks(query);
                BlockCursor rows = view.rows(MOST_BLOCKS, progress)) {
            while (rows.next()) {
                ranges.addAll(BlockRanges.of(rows.block()));
            }
        }
        for (int heap : heaps) {
            anomalies(heap, first, last, ranges);
        }
        return ranges;
    }

    private void anomalies(int heap, long first, long last, List<ByteRange> ranges)
            throws StoreException {
        try (Rows rows = store.query(progress, ANOMALIES, heap, unsigned(first), unsigned(last))) {
            while (rows.next()) {
                long at = rows.number(0);
                int bytes = Math.max(1, rows.text(3).replace(" ", "").length() / DIGITS_OF_BYTE);
                ranges.add(
                        new ByteRange(
                                at,
                                at + bytes - 1,
                                RangeStyle.ANOMALY,
                                rows.text(1) + ": " + rows.text(2)));
            }
        }
    }

    private static Unsigned unsigned(long value) {
        return new Unsigned(value);
    }
}
