package org.cairn.ui.internal.details;

import org.cairn.analysis.Analysis;
import org.cairn.memory.Progress;
import org.cairn.store.Block;
import org.cairn.store.BlockCursor;
import org.cairn.store.BlockOrder;
import org.cairn.store.BlockQuery;
import org.cairn.store.BlockView;
import org.cairn.store.OwnerCondition;
import org.cairn.store.Store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What is known of an owner. */
final class OwnerSections {
    private static final int LARGEST = 10;

    private final Analysis analysis;
    private final Store store;
    private final Progress progress;

    OwnerSections(Analysis analysis, Store store, Progress progress) {
        this.analysis = analysis;
        this.store = store;
        this.progress = progress;
    }

    List<Section> of(int owner) throws IOException {
        String which = OwnerCondition.of(owner);
        List<Section> sections = new ArrayList<>();
        sections.add(
                TableSections.of(
                        owner == 0 ? "Unknown owner" : "Owner",
                        analysis.sql(
                                "select owner, kind, key, description, evidence, confidence,"
                                        + " count, bytes, user_bytes, share,"
                                        + " nullif(free_count, 0) as free_count,"
                                        + " nullif(free_bytes, 0) as free_bytes from owners where "
                                        + which,
                                1,
                                progress)));
        sections.add(
                TableSections.columns(
                        "By heap",
                        analysis.sql(
                                "select heap, count, bytes, user_bytes from heap_owners where "
                                        + which
                                        + " order by bytes desc",
                                TableSections.MOST_ROWS + 1L,
                                progress)));
        sections.add(largest(owner));
        return sections;
    }

    private Section largest(int owner) throws IOException {
        BlockQuery query =
                BlockQuery.ALL.ownedBy(owner).orderedBy(new BlockOrder(BlockOrder.By.SIZE, true));
        List<Block> blocks = new ArrayList<>();
        try (BlockView view = store.blocks(query);
                BlockCursor rows = view.rows(LARGEST, progress)) {
            while (rows.next()) {
                blocks.add(rows.block());
            }
        }
        return BlockSections.list("Largest blocks", blocks);
    }
}
