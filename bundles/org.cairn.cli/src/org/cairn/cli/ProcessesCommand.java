package org.cairn.cli;

import org.cairn.analysis.Analysis;
import org.cairn.analysis.table.Table;
import org.cairn.memory.Progress;
import org.cairn.store.QueryException;

import picocli.CommandLine.Command;

import java.util.OptionalLong;

/** {@code cairn processes}. */
@Command(name = "processes", description = "Lists the processes, with how each was found.")
final class ProcessesCommand extends SystemListing {
    @Override
    Table list(Analysis analysis, OptionalLong id, Progress progress) throws QueryException {
        return analysis.processes(id, progress);
    }
}
