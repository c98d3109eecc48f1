package org.cairn.cli;

import org.cairn.analysis.BlockFilter;
import org.cairn.heap.BlockState;

import picocli.CommandLine.Option;

import java.util.Optional;
import java.util.OptionalLong;

/** Options that choose blocks. */
final class BlockOptions {
    @Option(names = "--process", paramLabel = "PID", description = "only this process")
    private Optional<Long> process = Optional.empty();

    @Option(names = "--heap", paramLabel = "ADDRESS", description = "only this heap")
    private Optional<String> heap = Optional.empty();

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "only busy, free or metadata blocks")
    private Optional<BlockState> state = Optional.empty();

    @Option(
            names = "--where",
            paramLabel = "SQL",
            description =
                    "only blocks for which this condition on the view blocks holds, such as \"size > 4096\"")
    private Optional<String> where = Optional.empty();

    BlockFilter filter(CommonOptions options) {
        return new BlockFilter(Arguments.id(process), heapAddress(options), state, where);
    }

    private OptionalLong heapAddress(CommonOptions options) {
        return heap.isPresent()
                ? OptionalLong.of(Arguments.address("--heap", heap.get(), options))
                : OptionalLong.empty();
    }
}
