package org.cairn.ui;

import org.cairn.analysis.table.Table;
import org.cairn.memory.Progress;
import org.cairn.store.Block;
import org.cairn.store.StoredHeap;
import org.cairn.system.ProcessImage;

import java.io.IOException;
import java.util.List;

/**
 * Tells more of a block than its decoder does. Contributed through the extension point {@code
 * org.cairn.ui.blockDetails}; the tables become sections of the view Details, below those that
 * every block has. An instance is stateless, is used on background threads, and never sees a
 * widget.
 */
@FunctionalInterface
public interface BlockDetails {
    /**
     * Tells of a block.
     *
     * @param block the block
     * @param heap its heap
     * @param process the process, whose memory may be read
     * @param progress cancels the work
     * @return tables of few rows, each with a name for people; empty when there is nothing to tell
     * @throws IOException when it cannot be told; its message is shown in place of the tables
     */
    List<Table> of(Block block, StoredHeap heap, ProcessImage process, Progress progress)
            throws IOException;
}
