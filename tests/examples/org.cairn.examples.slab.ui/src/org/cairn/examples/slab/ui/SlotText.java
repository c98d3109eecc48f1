package org.cairn.examples.slab.ui;

import org.cairn.analysis.table.Column;
import org.cairn.analysis.table.Column.Kind;
import org.cairn.analysis.table.Table;
import org.cairn.memory.Progress;
import org.cairn.store.Block;
import org.cairn.store.StoredHeap;
import org.cairn.system.ProcessImage;
import org.cairn.ui.BlockDetails;
import org.eclipse.jdt.annotation.Nullable;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Shows the text at the beginning of a slot: all that a third party has to write for a section. */
public final class SlotText implements BlockDetails {
    private static final int LONGEST = 32;
    private static final List<Column> COLUMNS = List.of(new Column("text", Kind.TEXT));

    @Override
    public List<Table> of(Block block, StoredHeap heap, ProcessImage process, Progress progress) {
        byte[] bytes = new byte[(int) Math.min(LONGEST, block.userSize())];
        int count = (int) process.space().read(block.userAddress(), MemorySegment.ofArray(bytes));
        String text = new String(bytes, 0, count, StandardCharsets.US_ASCII);
        int end = text.indexOf(0);
        Object[] row = {end < 0 ? text : text.substring(0, end)};
        List<@Nullable Object[]> rows = List.<@Nullable Object[]>of(row);
        return List.of(Table.of("slot", COLUMNS, rows));
    }
}
