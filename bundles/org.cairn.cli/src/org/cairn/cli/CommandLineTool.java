package org.cairn.cli;

import org.cairn.analysis.AnalysisService;
import org.cairn.dump.DumpFormatException;
import org.cairn.memory.FailureReason;
import org.cairn.memory.Progress.CancelledException;
import org.cairn.store.QueryException;
import org.cairn.store.StoreException;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.jdt.annotation.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The command {@code cairn}: parses the arguments, runs the command, turns failures into one line
 * and a status.
 */
@Command(
        name = "cairn",
        description = "Decodes every block of the heaps in a memory dump and says who owns it.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit status: 0 done; 1 internal failure; 2 usage; 3 the dump cannot be read;",
            "4 something was found that --fail-on names."
        },
        subcommands = {
            OpenCommand.class,
            AnalyzeCommand.class,
            InfoCommand.class,
            ProcessesCommand.class,
            ModulesCommand.class,
            ThreadsCommand.class,
            RegionsCommand.class,
            HeapsCommand.class,
            BlocksCommand.class,
            OwnersCommand.class,
            PoolCommand.class,
            AtCommand.class,
            ReadCommand.class,
            DtCommand.class,
            TypesCommand.class,
            SqlCommand.class,
            Os2Command.class,
            HelpCommand.class
        })
public final class CommandLineTool implements Runnable {
    /** How long an interrupted command has time to put its files away. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @Spec private @Nullable CommandSpec spec;

    private final AnalysisService service;
    private final Writer out;
    private final PrintWriter err;

    /**
     * Creates the command.
     *
     * @param service opens dumps
     * @param out takes results
     * @param err takes messages and progress
     */
    public CommandLineTool(AnalysisService service, Writer out, PrintWriter err) {
        this.service = service;
        this.out = new Output(out);
        this.err = err;
    }

    /**
     * Runs one command line.
     *
     * @param arguments as on a command line
     * @return the exit status: 0 done; 1 internal failure; 2 usage; 3 the dump cannot be read; 4
     *     findings
     */
    public int run(String... arguments) {
        try (Interrupt interrupt = Interrupt.watch(PATIENCE, this::cancelled)) {
            return run(interrupt, arguments);
        }
    }

    private int run(Interrupt interrupt, String... arguments) {
        CommandLine line = new CommandLine(this, new Commands(interrupt));
        line.setOut(new PrintWriter(out)).setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((thrown, _, _) -> failure(thrown));
        line.setParameterExceptionHandler((wrong, _) -> usage(wrong));
        int status = line.execute(arguments);
        try {
            line.getOut().flush();
            out.flush();
        } catch (IOException lost) {
            return status == ExitCode.DONE ? failure(lost) : status;
        }
        return status;
    }

    @Override
    public void run() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(),
                "a command is missing; try: cairn help");
    }

    private int failure(Exception thrown) {
        return switch (thrown) {
            case DumpFormatException refusal -> say(refusal.getMessage(), ExitCode.UNREADABLE_DUMP);
            case QueryException query -> say(query.getMessage(), ExitCode.USAGE);
            case CancelledException _ -> cancelled();
            case StoreException failed -> say(failed.getMessage(), ExitCode.INTERNAL_FAILURE);
            case OutputException lost when lost.isClosedPipe() -> ExitCode.DONE;
            case IOException failed ->
                    say(FailureReason.withPath(failed), ExitCode.INTERNAL_FAILURE);
            default -> {
                thrown.printStackTrace(err);
                yield say("internal failure: " + thrown, ExitCode.INTERNAL_FAILURE);
            }
        };
    }

    private int cancelled() {
        return say("cancelled", ExitCode.INTERNAL_FAILURE);
    }

    private int usage(ParameterException wrong) {
        if (wrong instanceof UnmatchedArgumentException unmatched
                && unmatched.getCommandLine().getCommand() == this
                && !unmatched.getUnmatched().isEmpty()) {
            return say(
                    "no such command: " + unmatched.getUnmatched().get(0) + " (see: cairn --help)",
                    ExitCode.USAGE);
        }
        String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
        List<String> unknown = wrong.getCommandLine().getUnmatchedArguments();
        if (wrong instanceof MissingParameterException && !unknown.isEmpty()) {
            return say(
                    "no such option: "
                            + unknown.getFirst()
                            + " (see: "
                            + command
                            + " --help; what is no option goes behind --)",
                    ExitCode.USAGE);
        }
        return say(wrong.getMessage() + " (see: " + command + " --help)", ExitCode.USAGE);
    }

    private int say(@Nullable String message, int status) {
        // Messages may quote names from a dump or a path, which must not steer a terminal.
        err.println("cairn: " + String.valueOf(message).replaceAll("\\p{Cntrl}", "."));
        err.flush();
        return status;
    }

    /** Gives commands what they work with. */
    private final class Commands implements IFactory {
        private final Interrupt interrupt;

        Commands(Interrupt interrupt) {
            this.interrupt = interrupt;
        }

        @Override
        @NonNullByDefault({})
        public <K> K create(Class<K> type) throws Exception {
            if (Subcommand.class.isAssignableFrom(type)) {
                K command = type.getDeclaredConstructor().newInstance();
                Subcommand.class.cast(command).use(service, out, err, interrupt);
                return command;
            }
            return CommandLine.defaultFactory().create(type);
        }
    }
}
