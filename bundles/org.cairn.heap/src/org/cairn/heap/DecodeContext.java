package org.cairn.heap;

import org.cairn.dump.DumpException;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Progress;
import org.cairn.system.ProcessImage;
import org.cairn.system.SystemImage;
import org.cairn.system.TypeChoice;

import java.util.Optional;

/**
 * What a decoder works on.
 *
 * @param system the system that the process belongs to
 * @param process the process, or the kernel
 * @param types the type tables to choose from
 * @param progress tells of cancellation; calls count as signs of life. What a decoder says of its
 *     total and its steps, in units of its own such as bytes of segments, is its heap's share of
 *     what people see
 * @param exception for which the dump was written, if any
 */
public record DecodeContext(
        SystemImage system,
        ProcessImage process,
        TypeChoice types,
        Progress progress,
        Optional<DumpException> exception) {
    /**
     * A context without an exception.
     *
     * @param system the system that the process belongs to
     * @param process the process, or the kernel
     * @param types the type tables to choose from
     * @param progress tells of cancellation
     */
    public DecodeContext(
            SystemImage system, ProcessImage process, TypeChoice types, Progress progress) {
        this(system, process, types, progress, Optional.empty());
    }

    /**
     * The memory of the process.
     *
     * @return its address space
     */
    public AddressSpace space() {
        return process.space();
    }
}
