package org.cairn.heap.windows.internal.lfh;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.Run;

/** Whether bytes are in the dump. */
final class Presence {
    private Presence() {}

    /** Whether all bytes of a range are there. */
    static boolean of(AddressSpace space, long start, long bytes) {
        long last = start + bytes - 1;
        long at = start;
        while (space.runAt(at) instanceof Run.Mapped run) {
            if (Long.compareUnsigned(run.last(), last) >= 0) {
                return true;
            }
            at = run.last() + 1;
        }
        return false;
    }
}
