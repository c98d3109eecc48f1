package org.cairn.cli;

import org.cairn.analysis.Analysis;
import org.cairn.analysis.BlockFilter;
import org.cairn.analysis.table.Table;
import org.cairn.memory.Progress;
import org.cairn.store.StoreException;

import picocli.CommandLine.Command;

/** {@code cairn owners}. */
@Command(name = "owners", description = "Lists who owns the blocks, by bytes.")
final class OwnersCommand extends BlockListing {
    @Override
    Table list(Analysis analysis, BlockFilter filter, long limitRows, Progress progress)
            throws StoreException {
        return analysis.owners(filter, limitRows, progress);
    }
}
