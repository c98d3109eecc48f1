package org.cairn.testkit.internal.machine;

import org.cairn.testkit.SyntheticProcess;

import java.util.Optional;

/**
 * A process of a synthetic machine.
 *
 * @param id process id
 * @param parent id of the process that made it
 * @param name image name
 * @param image its memory with PEB and TEBs; empty for one that has none
 * @param object address of its object
 * @param listed whether the kernel's list has it
 * @param exited whether it has an exit time
 * @param handles number of open handles
 */
public record MachineProcess(
        long id,
        long parent,
        String name,
        Optional<SyntheticProcess> image,
        long object,
        boolean listed,
        boolean exited,
        int handles) {
    /** Id of the process that the kernel's own threads belong to. */
    public static final long SYSTEM = 4;

    /** Whether it is the kernel's own process. */
    public boolean isSystem() {
        return id == SYSTEM;
    }
}
