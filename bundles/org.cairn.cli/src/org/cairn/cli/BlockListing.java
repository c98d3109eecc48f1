package org.cairn.cli;

import org.cairn.analysis.Analysis;
import org.cairn.analysis.BlockFilter;
import org.cairn.analysis.table.Table;
import org.cairn.memory.Progress;
import org.cairn.store.StoreException;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;

/** A command that lists something about chosen blocks. */
abstract class BlockListing extends Subcommand {
    @Mixin private BlockOptions blocks = new BlockOptions();

    @Option(names = "--limit", paramLabel = "N", description = "at most N rows")
    private long limit = Long.MAX_VALUE;

    @Override
    final int run(Analysis analysis, Progress progress) throws IOException {
        if (limit < 0) {
            throw options().usage("--limit must not be negative");
        }
        return write(list(analysis, blocks.filter(options()), limit, progress));
    }

    /** The rows to list. */
    abstract Table list(Analysis analysis, BlockFilter filter, long limitRows, Progress progress)
            throws StoreException;
}
