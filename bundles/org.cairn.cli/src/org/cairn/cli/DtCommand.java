package org.cairn.cli;

import org.cairn.analysis.Analysis;
import org.cairn.analysis.table.Format;
import org.cairn.analysis.table.Renderer;
import org.cairn.analysis.table.Table;
import org.cairn.analysis.table.Transposed;
import org.cairn.memory.Progress;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code cairn dt}. */
@Command(
        name = "dt",
        description = {
            "Shows a structure with its values, or, without an address, its layout.",
            "The first table says which type table it comes from, and why."
        })
final class DtCommand extends Subcommand {
    private static final int MAX_DEPTH = 16;

    @Parameters(
            index = "1",
            paramLabel = "TYPE",
            description = "_HEAP, ntdll!_HEAP, or a field: _HEAP.Counters, _HEAP.Segments[2]")
    private String type = "";

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "ADDRESS",
            description = "of the structure: 0x…, %%fe04c8e8, 21a0:ade0")
    private Optional<String> address = Optional.empty();

    @Option(
            names = {"-r", "--recursive"},
            paramLabel = "N",
            description = "open structures and arrays inside of it N levels deep; default: 0")
    private int depth;

    @Option(names = "--process", paramLabel = "PID", description = "in this process")
    private Optional<Long> process = Optional.empty();

    @Override
    boolean needsBlocks() {
        return false;
    }

    @Override
    int run(Analysis analysis, Progress progress) throws IOException {
        if (depth < 0 || depth > MAX_DEPTH) {
            throw options().usage("-r must be 0 to " + MAX_DEPTH);
        }
        OptionalLong at =
                address.isPresent()
                        ? OptionalLong.of(
                                Arguments.address(
                                        "ADDRESS",
                                        address.get(),
                                        options(),
                                        analysis,
                                        Arguments.id(process),
                                        progress))
                        : OptionalLong.empty();
        List<Table> answer = analysis.structure(type, at, depth, Arguments.id(process), progress);
        boolean forPeople = options().format() == Format.TABLE;
        try (Renderer renderer = options().format().renderer(out(), true)) {
            renderer.table(forPeople ? Transposed.of(answer.getFirst()) : answer.getFirst());
            renderer.table(answer.getLast());
        }
        return ExitCode.DONE;
    }
}
