package org.cairn.cli;

import org.cairn.analysis.Analysis;
import org.cairn.analysis.TypeReport;
import org.cairn.analysis.table.Renderer;
import org.cairn.memory.Progress;

import picocli.CommandLine.Command;

import java.io.IOException;

/** {@code cairn types}. */
@Command(
        name = "types",
        description = {
            "Says which type tables were used for what, how well they match the modules and the"
                    + " build, what was tried besides, and why it was not taken."
        })
final class TypesCommand extends Subcommand {
    @Override
    boolean needsBlocks() {
        return false;
    }

    @Override
    int run(Analysis analysis, Progress progress) throws IOException {
        TypeReport report = analysis.types(progress);
        try (Renderer renderer = options().format().renderer(out(), true)) {
            renderer.table(report.usesTable());
            renderer.table(report.triedTable());
        }
        return ExitCode.DONE;
    }
}
