package org.cairn.cli;

import org.cairn.analysis.Analysis;
import org.cairn.analysis.table.Table;
import org.cairn.memory.Progress;
import org.cairn.store.QueryException;

import picocli.CommandLine.Command;

import java.util.OptionalLong;

/** {@code cairn threads}. */
@Command(name = "threads", description = "Lists the threads.")
final class ThreadsCommand extends SystemListing {
    @Override
    Table list(Analysis analysis, OptionalLong id, Progress progress) throws QueryException {
        return analysis.threads(id, progress);
    }
}
