package org.cairn.cli;

import org.cairn.analysis.Analysis;
import org.cairn.memory.Progress;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.Optional;

/** {@code cairn at}. */
@Command(
        name = "at",
        description =
                "Shows the block that holds an address, its owner, its header and its neighbours.")
final class AtCommand extends Subcommand {
    @Parameters(
            index = "1",
            paramLabel = "ADDRESS",
            description = "0x…, 00000000`7ffe0000, %%fe04c8e8, 21a0:ade0 or %%%%1d6000")
    private String address = "";

    @Option(names = "--process", paramLabel = "PID", description = "in this process")
    private Optional<Long> process = Optional.empty();

    @Override
    int run(Analysis analysis, Progress progress) throws IOException {
        long at =
                Arguments.address(
                        "ADDRESS", address, options(), analysis, Arguments.id(process), progress);
        new AddressReportRenderer(options().format(), out())
                .write(analysis.at(at, Arguments.id(process), progress));
        return ExitCode.DONE;
    }
}
