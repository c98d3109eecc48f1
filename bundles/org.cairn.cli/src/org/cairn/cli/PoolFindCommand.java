package org.cairn.cli;

import org.cairn.analysis.Analysis;
import org.cairn.analysis.BlockFilter;
import org.cairn.heap.BlockState;
import org.cairn.memory.Progress;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code cairn pool find}. */
@Command(name = "find", description = "Lists the blocks with a tag, by address.")
final class PoolFindCommand extends Subcommand {
    @Parameters(index = "1", paramLabel = "TAG", description = "such as Irp, Etw* or Tcp?")
    private String pattern = "";

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "only busy blocks, or only free ones, whose header still has the tag")
    private Optional<BlockState> state = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", description = "at most N rows")
    private long limit = Long.MAX_VALUE;

    @Override
    int run(Analysis analysis, Progress progress) throws IOException {
        if (limit < 0) {
            throw options().usage("--limit must not be negative");
        }
        String where = "owner_kind = 'pool tag' and " + PoolSql.matches("owner", pattern);
        return write(
                analysis.blocks(
                        new BlockFilter(
                                OptionalLong.empty(),
                                OptionalLong.empty(),
                                state,
                                Optional.of(where)),
                        limit,
                        progress));
    }
}
