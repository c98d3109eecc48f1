package org.cairn.heap.windows.internal.memory;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;

import java.util.function.LongPredicate;

/** The addresses in memory at which a reservation may begin: multiples of 64 KiB. */
public final class Reservations {
    private static final long UNIT = 0x10000;

    private Reservations() {}

    /**
     * Visits the addresses that are there, ascending.
     *
     * @param space the memory
     * @param progress tells of cancellation
     * @param visitor takes an address; returns whether it wants more
     */
    public static void visit(AddressSpace space, Progress progress, LongPredicate visitor) {
        for (Run.Mapped run : space.mapped(0, -1L)) {
            progress.checkCancelled();
            long address = run.start() + (UNIT - 1) & -UNIT;
            boolean inside =
                    Long.compareUnsigned(address, run.start()) >= 0
                            && Long.compareUnsigned(address, run.last()) <= 0;
            while (inside) {
                if (!visitor.test(address)) {
                    return;
                }
                inside = Long.compareUnsigned(run.last() - address, UNIT) >= 0;
                address += UNIT;
            }
        }
    }
}
