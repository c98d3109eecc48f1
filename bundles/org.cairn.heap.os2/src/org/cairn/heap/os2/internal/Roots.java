package org.cairn.heap.os2.internal;

import org.cairn.dump.SystemClaim;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.memory.Architecture;

/** How the heaps of an OS/2 kernel are named. */
public final class Roots {
    private Roots() {}

    /**
     * Whether a process is an OS/2 kernel.
     *
     * @param context the process
     * @return whether it can have kernel heaps
     */
    public static boolean isKernel(DecodeContext context) {
        return context.system().family().equals(SystemClaim.OS2) && context.process().id() == 0;
    }

    static HeapRoot present(long address, String kind, String origin) {
        return new HeapRoot(address, kind, "", Architecture.X86, "", origin, Status.PRESENT, "");
    }

    static HeapRoot found(Fragments fragments, String kind, boolean others) {
        String origin =
                "found by consistency in %d %s, %s"
                        .formatted(
                                fragments.runs(),
                                fragments.runs() == 1 ? "run" : "runs",
                                others
                                        ? "outside of the heaps whose header is there"
                                        : "no heap header in the dump");
        return present(fragments.first(), kind, origin);
    }
}
