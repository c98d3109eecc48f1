package org.cairn.cli;

import org.cairn.analysis.Analysis;
import org.cairn.analysis.BlockFilter;
import org.cairn.analysis.table.Table;
import org.cairn.memory.Progress;
import org.cairn.store.StoreException;

import picocli.CommandLine.Command;

/** {@code cairn heaps}. */
@Command(name = "heaps", description = "Lists the heaps with what is in them.")
final class HeapsCommand extends BlockListing {
    @Override
    Table list(Analysis analysis, BlockFilter filter, long limitRows, Progress progress)
            throws StoreException {
        return analysis.heaps(filter, limitRows, progress);
    }
}
