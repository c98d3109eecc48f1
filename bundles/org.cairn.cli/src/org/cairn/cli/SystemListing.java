package org.cairn.cli;

import org.cairn.analysis.Analysis;
import org.cairn.analysis.table.Table;
import org.cairn.memory.Progress;
import org.cairn.store.QueryException;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** A command that lists what the system holds, of one process or of all. */
abstract class SystemListing extends Subcommand {
    @Option(
            names = "--process",
            paramLabel = "PID",
            description = "of this process; 0 is the kernel of a machine")
    private Optional<Long> process = Optional.empty();

    @Override
    final boolean needsBlocks() {
        return false;
    }

    @Override
    final int run(Analysis analysis, Progress progress) throws IOException {
        return write(list(analysis, Arguments.id(process), progress));
    }

    /** The rows of the answer. */
    abstract Table list(Analysis analysis, OptionalLong id, Progress progress)
            throws QueryException;
}
