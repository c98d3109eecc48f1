package org.cairn.dump;

import org.cairn.memory.PageTables;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A processor of a machine whose memory the dump holds, as it was when the dump was written.
 *
 * @param number counted from 0, in the container's order
 * @param registers names such as {@code RIP} and {@code CR3} and their values, as far as the
 *     container has them, in display order
 * @param pageTables the tables that it translated addresses with, empty when paging was off or the
 *     container does not say
 */
public record DumpProcessor(
        int number, Map<String, Long> registers, Optional<PageTables> pageTables) {
    /** Keeps a copy of the registers. */
    public DumpProcessor {
        registers = Collections.unmodifiableMap(new LinkedHashMap<>(registers));
    }
}
