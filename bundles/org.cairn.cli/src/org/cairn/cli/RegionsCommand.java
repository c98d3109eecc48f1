package org.cairn.cli;

import org.cairn.analysis.Analysis;
import org.cairn.analysis.table.Table;
import org.cairn.memory.Progress;
import org.cairn.store.QueryException;

import picocli.CommandLine.Command;

import java.util.OptionalLong;

/** {@code cairn regions}. */
@Command(
        name = "regions",
        description = "Says what ranges of addresses are for, and whether their bytes are there.")
final class RegionsCommand extends SystemListing {
    @Override
    Table list(Analysis analysis, OptionalLong id, Progress progress) throws QueryException {
        return analysis.regions(id, progress);
    }
}
