package org.cairn.cli;

import org.cairn.analysis.Analysis;
import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;
import org.cairn.memory.WrittenAddress;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code cairn read}. */
@Command(
        name = "read",
        description = "Prints memory; says where bytes are not in the dump, and why.")
final class ReadCommand extends Subcommand {
    @Parameters(
            index = "1",
            paramLabel = "ADDRESS",
            description = "0x…, 00000000`7ffe0000, %%fe04c8e8, 21a0:ade0 or %%%%1d6000")
    private String address = "";

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "LENGTH",
            defaultValue = "0x100",
            description = "number of bytes, decimal or 0x…; default: 0x100")
    private String length = "";

    @Option(names = "--process", paramLabel = "PID", description = "in this process")
    private Optional<Long> process = Optional.empty();

    @Option(names = "--physical", description = "by physical address, of a machine's memory")
    private boolean physical;

    @Override
    boolean needsBlocks() {
        return false;
    }

    @Override
    int run(Analysis analysis, Progress progress) throws IOException {
        if (physical && process.isPresent()) {
            throw options().usage("--process and --physical exclude each other");
        }
        WrittenAddress written =
                Addresses.read(address)
                        .orElseThrow(() -> options().usage("ADDRESS: not an address: " + address));
        if (written instanceof WrittenAddress.Physical place) {
            return write(analysis.physicalBytes(place.address(), count(), progress));
        }
        if (physical) {
            long first = Arguments.address("ADDRESS", address, options());
            return write(analysis.physicalBytes(first, count(), progress));
        }
        OptionalLong id = Arguments.id(process);
        long first = analysis.place(written, id, progress);
        return write(analysis.bytes(first, count(), id, progress));
    }

    private long count() {
        try {
            long count = Long.decode(length);
            if (count > 0) {
                return count;
            }
        } catch (NumberFormatException notNumber) {
            throw options().usage("LENGTH: not a number: " + length);
        }
        throw options().usage("LENGTH must be at least 1");
    }
}
