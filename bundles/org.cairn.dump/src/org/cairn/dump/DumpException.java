package org.cairn.dump;

import java.util.List;

/**
 * The exception or bug check for which the dump was written.
 *
 * @param threadId the thread, 0 when unknown
 * @param code exception or bug check code, unsigned 32-bit
 * @param address where it happened, 0 when unknown
 * @param parameters as the system stored them
 */
public record DumpException(long threadId, long code, long address, List<Long> parameters) {
    /** Keeps a copy of the parameters. */
    public DumpException {
        parameters = List.copyOf(parameters);
    }
}
