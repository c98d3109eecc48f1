package org.cairn.cli;

import org.eclipse.jdt.annotation.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.Objects;

/** {@code cairn pool}: the pools of a kernel, by their tags. */
@Command(
        name = "pool",
        description = "Shows the pools of a Windows kernel by their tags.",
        subcommands = {
            PoolTagsCommand.class,
            PoolFindCommand.class,
            PoolScanCommand.class,
            PoolAtCommand.class,
            PoolCheckCommand.class
        })
final class PoolCommand implements Runnable {
    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    @Override
    public void run() {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        throw new ParameterException(line, "a command is missing: tags, find, scan, at or check");
    }
}
