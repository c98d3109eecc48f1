package org.cairn.cli;

import org.cairn.analysis.Analysis;
import org.cairn.memory.Progress;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.OptionalLong;

/** {@code cairn pool at}. */
@Command(
        name = "at",
        description = "Shows the pool block that holds an address, its header and its neighbours.")
final class PoolAtCommand extends Subcommand {
    /** A kernel is the process with this id. */
    private static final long KERNEL = 0;

    @Parameters(index = "1", paramLabel = "ADDRESS", description = "0x… or fffff800`12345678")
    private String address = "";

    @Override
    int run(Analysis analysis, Progress progress) throws IOException {
        long at = Arguments.address("ADDRESS", address, options());
        new AddressReportRenderer(options().format(), out())
                .write(analysis.at(at, OptionalLong.of(KERNEL), progress));
        return ExitCode.DONE;
    }
}
