package org.cairn.cli;

import org.cairn.analysis.Analysis;
import org.cairn.memory.Progress;
import org.cairn.memory.WrittenAddress;
import org.eclipse.jdt.annotation.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/** One list of {@code cairn os2}; its name is that of the command. */
abstract class Os2Listing extends Subcommand {
    @Spec private @Nullable CommandSpec spec;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "KEY",
            description = {
                "only records with this value in the first column, hexadecimal;",
                "of arena, object, context, alias, frame, page and blocked also an address:",
                "%%fe04c8e8 or 21a0:ade0; of selector also what is written before a colon;",
                "of object also a system owner id"
            })
    private Optional<String> key = Optional.empty();

    @Override
    final boolean needsBlocks() {
        return false;
    }

    @Override
    final int run(Analysis analysis, Progress progress) throws IOException {
        Optional<WrittenAddress> only =
                key.isPresent()
                        ? Optional.of(Arguments.written("KEY", key.get(), options()))
                        : Optional.empty();
        String list = Objects.requireNonNull(spec).name();
        return write(analysis.listing(list, only, progress));
    }
}
