package org.cairn.cli;

import org.cairn.analysis.Analysis;
import org.cairn.memory.Progress;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;

/** {@code cairn sql}. */
@Command(
        name = "sql",
        description =
                "Asks the block store. Views: blocks, heaps, owners, heap_owners; \"show tables\" lists the rest.")
final class SqlCommand extends Subcommand {
    @Parameters(index = "1", paramLabel = "SQL", description = "one query")
    private String query = "";

    @Option(names = "--limit", paramLabel = "N", description = "at most N rows")
    private long limit = Long.MAX_VALUE;

    @Override
    int run(Analysis analysis, Progress progress) throws IOException {
        return write(analysis.sql(query, limit, progress));
    }
}
