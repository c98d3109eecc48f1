package org.cairn.analysis;

import org.cairn.heap.BlockState;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which blocks a question is about.
 *
 * @param process id of the process, or empty for all
 * @param heap address of the heap, unsigned, or empty for all
 * @param state of the blocks, or empty for all
 * @param where a condition in SQL on the view {@code blocks}, or empty
 */
public record BlockFilter(
        OptionalLong process,
        OptionalLong heap,
        Optional<BlockState> state,
        Optional<String> where) {
    /** All blocks. */
    public static final BlockFilter ALL =
            new BlockFilter(
                    OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), Optional.empty());
}
