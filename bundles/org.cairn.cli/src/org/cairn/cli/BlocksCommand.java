package org.cairn.cli;

import org.cairn.analysis.Analysis;
import org.cairn.analysis.BlockFilter;
import org.cairn.analysis.table.Table;
import org.cairn.memory.Progress;
import org.cairn.store.StoreException;

import picocli.CommandLine.Command;

/** {@code cairn blocks}. */
@Command(name = "blocks", description = "Lists the blocks by address.")
final class BlocksCommand extends BlockListing {
    @Override
    Table list(Analysis analysis, BlockFilter filter, long limitRows, Progress progress)
            throws StoreException {
        return analysis.blocks(filter, limitRows, progress);
    }
}
