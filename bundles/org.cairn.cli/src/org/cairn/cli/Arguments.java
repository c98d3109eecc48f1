package org.cairn.cli;

import org.cairn.analysis.Analysis;
import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;
import org.cairn.memory.WrittenAddress;
import org.cairn.store.QueryException;

import java.util.Optional;
import java.util.OptionalLong;

/** How arguments of several commands are read. */
final class Arguments {
    private Arguments() {}

    /** The address that a text stands for. */
    static long address(String argument, String text, CommonOptions options) {
        return Addresses.parse(text)
                .orElseThrow(() -> options.usage(argument + ": not an address: " + text));
    }

    /** The linear address for which a text in any form stands. */
    static long address(
            String argument,
            String text,
            CommonOptions options,
            Analysis analysis,
            OptionalLong process,
            Progress progress)
            throws QueryException {
        return analysis.place(written(argument, text, options), process, progress);
    }

    /** The address in any form that a text is. */
    static WrittenAddress written(String argument, String text, CommonOptions options) {
        return Addresses.read(text)
                .orElseThrow(() -> options.usage(argument + ": not an address: " + text));
    }

    /** A process id that may be left out. */
    static OptionalLong id(Optional<Long> id) {
        return id.isPresent() ? OptionalLong.of(id.get()) : OptionalLong.empty();
    }
}
