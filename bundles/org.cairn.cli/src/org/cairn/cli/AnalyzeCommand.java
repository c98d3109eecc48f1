package org.cairn.cli;

import org.cairn.analysis.Analysis;
import org.cairn.analysis.BlockFilter;
import org.cairn.analysis.table.Format;
import org.cairn.analysis.table.Renderer;
import org.cairn.dump.Remark.Severity;
import org.cairn.memory.Progress;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.Optional;

/** {@code cairn analyze}. */
@Command(
        name = "analyze",
        description = "Decodes all heaps and says what is in them, who owns it and what is wrong.")
final class AnalyzeCommand extends Subcommand {
    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "at most N owners and N anomalies; default: 20")
    private long limit = 20;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            description =
                    "exit status 4 when an anomaly or remark of this severity or worse is found: info, warning, error")
    private Optional<Severity> failOn = Optional.empty();

    @Mixin private BlockOptions blocks = new BlockOptions();

    @Override
    int run(Analysis analysis, Progress progress) throws IOException {
        if (limit < 0) {
            throw options().usage("--limit must not be negative");
        }
        BlockFilter filter = blocks.filter(options());
        try (Renderer renderer = options().format().renderer(out(), true)) {
            renderer.table(analysis.identity());
            renderer.table(
                    options().format() == Format.TABLE && filter.equals(BlockFilter.ALL)
                            ? analysis.briefHeaps(progress)
                            : analysis.heaps(filter, Long.MAX_VALUE, progress));
            renderer.table(analysis.owners(filter, limit, progress));
            renderer.table(analysis.anomalies(limit, progress));
            renderer.table(analysis.remarks(progress));
        }
        Optional<Severity> worst = failOn.isPresent() ? analysis.worst(progress) : Optional.empty();
        return worst.filter(severity -> severity.compareTo(failOn.orElseThrow()) >= 0).isPresent()
                ? ExitCode.FINDINGS
                : ExitCode.DONE;
    }
}
