package org.cairn.cli;

import org.cairn.analysis.Analysis;
import org.cairn.heap.BlockState;
import org.cairn.memory.Progress;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.Optional;

/** {@code cairn pool find}. */
@Command(name = "find", description = "Lists the blocks with a tag, by address.")
final class PoolFindCommand extends PoolSubcommand {
    @Parameters(
            index = "1",
            paramLabel = "TAG",
            converter = TagPattern.Converter.class,
            description = TagPattern.EXAMPLES + "; upper and lower case differ")
    private TagPattern pattern = new TagPattern(TagPattern.ALL);

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description =
                    "only busy blocks, or only free ones: those that are parked, with their tag")
    private Optional<BlockState> state = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", description = "at most N rows")
    private long limit = Long.MAX_VALUE;

    @Override
    int answer(Analysis analysis, Progress progress) throws IOException {
        if (limit < 0) {
            throw options().usage("--limit must not be negative");
        }
        return write(
                PoolSql.named(
                        "blocks", analysis.sql(PoolSql.found(pattern, state), limit, progress)));
    }
}
