package org.cairn.system;

import org.cairn.dump.Remark;
import org.cairn.memory.Architecture;

import java.util.List;
import java.util.Optional;

/**
 * An operating system found in a dump.
 *
 * @param family {@code windows}, {@code os2} or another family's id
 * @param description for people, such as {@code Windows 10 1903 (build 18362) x64}
 * @param build the build number, 0 when unknown
 * @param architecture the processor, empty when unknown
 * @param processes the processes; a kernel is a process with id 0
 * @param remarks what is missing, doubtful or contradictory
 */
public record SystemImage(
        String family,
        String description,
        int build,
        Optional<Architecture> architecture,
        List<ProcessImage> processes,
        List<Remark> remarks) {
    /** Keeps copies of the lists. */
    public SystemImage {
        processes = List.copyOf(processes);
        remarks = List.copyOf(remarks);
    }
}
