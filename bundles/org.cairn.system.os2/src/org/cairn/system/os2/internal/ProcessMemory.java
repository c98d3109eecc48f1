package org.cairn.system.os2.internal;

import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Run;

/**
 * The memory of a process that did not run: shared and system arenas are those of all processes,
 * its private arena is not in the page tables, which hold the private pages of one process only.
 *
 * @param kernel the memory as the page tables have it
 * @param shared first address behind the private arena
 */
record ProcessMemory(AddressSpace kernel, long shared) implements AddressSpace {
    @Override
    public Run runAt(long address) {
        if (Long.compareUnsigned(address, shared) < 0) {
            return new Run.Absent(0, shared - 1, Absence.NOT_PRESENT);
        }
        Run run = kernel.runAt(address);
        if (Long.compareUnsigned(run.start(), shared) >= 0) {
            return run;
        }
        return switch (run) {
            case Run.Mapped mapped ->
                    new Run.Mapped(
                            shared, run.last(), mapped.bytes().asSlice(shared - run.start()));
            case Run.Absent absent -> new Run.Absent(shared, run.last(), absent.why());
        };
    }
}
