package org.cairn.cli;

import org.cairn.analysis.Analysis;
import org.cairn.analysis.table.Renderer;
import org.cairn.analysis.table.Table;
import org.cairn.memory.Progress;

import picocli.CommandLine.Command;

import java.io.IOException;

/** {@code cairn info}. */
@Command(name = "info", description = "Says what the dump is and what it holds.")
final class InfoCommand extends Subcommand {
    @Override
    boolean needsBlocks() {
        return false;
    }

    @Override
    int run(Analysis analysis, Progress progress) throws IOException {
        try (Renderer renderer = options().format().renderer(out(), true)) {
            renderer.table(analysis.identity());
            for (Table list : analysis.details()) {
                renderer.table(list);
            }
            renderer.table(analysis.streams());
            renderer.table(analysis.remarks(progress));
        }
        return ExitCode.DONE;
    }
}
