package org.cairn.cli;

import org.cairn.memory.Addresses;

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

    /** A process id that may be left out. */
    static OptionalLong id(Optional<Long> id) {
        return id.isPresent() ? OptionalLong.of(id.get()) : OptionalLong.empty();
    }
}
