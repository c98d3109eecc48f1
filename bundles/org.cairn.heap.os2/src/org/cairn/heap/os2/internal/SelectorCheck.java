package org.cairn.heap.os2.internal;

import org.cairn.dump.DumpSelector;
import org.cairn.memory.Addresses;

import java.util.Optional;

/**
 * Checks that the selector of a block begins with the block's data and maps no more than that.
 *
 * @param descriptors what is known of selectors
 * @param isComplete whether these are all that there are
 */
record SelectorCheck(Descriptors descriptors, boolean isComplete) {
    private static final int LOCAL = 4;

    /** What is wrong with a selector. */
    record Problem(String rule, String summary, String expected, String actual) {}

    static SelectorCheck of(Memory memory) {
        return new SelectorCheck(
                memory.descriptors(),
                memory.kernel().isComplete() && !memory.descriptors().isEmpty());
    }

    /**
     * Checks a selector.
     *
     * @param selector of the block, 0 for none
     * @param block address of its header
     * @param data address of its data
     * @param room bytes of data
     */
    Optional<Problem> check(int selector, long block, long data, long room) {
        if (selector == 0) {
            return Optional.empty();
        }
        if (!(descriptors.find(selector) instanceof DumpSelector known)) {
            boolean unknown = isComplete && (selector & LOCAL) == 0;
            return unknown
                    ? Optional.of(
                            new Problem(
                                    "os2.selector",
                                    "selector %s of block %s has no descriptor"
                                            .formatted(
                                                    Addresses.hex(selector), Addresses.hex(block)),
                                    Addresses.hex(data),
                                    "none"))
                    : Optional.empty();
        }
        if (known.base() != data) {
            return Optional.of(
                    new Problem(
                            "os2.selector",
                            "selector %s of block %s maps another address"
                                    .formatted(Addresses.hex(selector), Addresses.hex(block)),
                            Addresses.hex(data),
                            Addresses.hex(known.base())));
        }
        return known.limit() < room
                ? Optional.empty()
                : Optional.of(
                        new Problem(
                                "os2.selector-limit",
                                "selector %s maps more than block %s has"
                                        .formatted(Addresses.hex(selector), Addresses.hex(block)),
                                "at most " + Addresses.hex(room - 1),
                                Addresses.hex(known.limit())));
    }
}
