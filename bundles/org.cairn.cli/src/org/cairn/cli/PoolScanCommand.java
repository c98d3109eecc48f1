package org.cairn.cli;

import org.cairn.analysis.Analysis;
import org.cairn.analysis.AnalysisOptions;
import org.cairn.memory.Progress;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;

/** {@code cairn pool scan}. */
@Command(
        name = "scan",
        description = {
            "Lists the blocks with a tag that are found page by page, without page tables and symbols.",
            "Addresses are those of the dump: of physical memory physical ones. Other commands"
                    + " do the same with --scan."
        })
final class PoolScanCommand extends PoolSubcommand {
    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TAG",
            converter = TagPattern.Converter.class,
            description = TagPattern.EXAMPLES + "; upper and lower case differ; default: all")
    private TagPattern pattern = new TagPattern(TagPattern.ALL);

    @Option(names = "--limit", paramLabel = "N", description = "at most N rows")
    private long limit = Long.MAX_VALUE;

    @Override
    AnalysisOptions analysisOptions() {
        return super.analysisOptions().withScan(true);
    }

    @Override
    int answer(Analysis analysis, Progress progress) throws IOException {
        if (limit < 0) {
            throw options().usage("--limit must not be negative");
        }
        return write(
                PoolSql.named("blocks", analysis.sql(PoolSql.scanned(pattern), limit, progress)));
    }
}
