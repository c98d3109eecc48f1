package org.cairn.store;

import java.util.List;

/**
 * Some rows of an ordered table of blocks.
 *
 * @param firstRow number of the first one, from 0
 * @param blocks the blocks, fewer than asked for at the end of the table
 */
public record BlockPage(long firstRow, List<Block> blocks) {
    /** Keeps a copy of the list. */
    public BlockPage {
        blocks = List.copyOf(blocks);
    }
}
