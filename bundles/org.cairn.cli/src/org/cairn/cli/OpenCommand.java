package org.cairn.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * {@code cairn open}. The start script opens the window; this describes the command, and answers
 * where there is no window.
 */
@Command(
        name = "open",
        description = "Opens the window, with the dumps that were named or that were open before.",
        mixinStandardHelpOptions = true)
final class OpenCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "DUMP",
            arity = "0..*",
            description = "memory dumps, or debugger transcripts")
    private final List<String> dumps = new ArrayList<>();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "this archive of Cairn has no window; the archive cairn-desktop has one");
    }
}
