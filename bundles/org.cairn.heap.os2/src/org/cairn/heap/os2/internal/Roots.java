package org.cairn.heap.os2.internal;

import org.cairn.dump.SystemClaim;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.memory.Addresses;
import org.cairn.memory.Architecture;
import org.cairn.system.os2.Os2Kernel;
import org.cairn.system.os2.SystemOwners;

import java.util.stream.Collectors;

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

    static HeapRoot present(long address, String kind, String origin, Os2Kernel kernel) {
        return present(address, kind, origin, "", kernel);
    }

    private static HeapRoot present(
            long address, String kind, String origin, String note, Os2Kernel kernel) {
        return new HeapRoot(
                address,
                kind,
                name(address, kernel),
                Architecture.X86,
                "",
                origin,
                Status.PRESENT,
                note);
    }

    /** How a heap was found: by its header, and by the anchor segment if that leads to it. */
    static String origin(String header, long address, int handle, Os2Kernel kernel) {
        String numbers =
                kernel.heaps().stream()
                        .filter(heap -> heap.address() == address)
                        .map(heap -> Integer.toString(heap.number()))
                        .collect(Collectors.joining(", "));
        return "heap header %s, of memory object %s%s"
                .formatted(
                        header,
                        Addresses.hex(handle),
                        numbers.isEmpty()
                                ? ""
                                : "; number %s of the system anchor segment".formatted(numbers));
    }

    /** The owner of the memory object in which a heap lies, such as {@code vmkrhrw}. */
    private static String name(long address, Os2Kernel kernel) {
        return kernel.arenasAt(address).stream()
                .flatMap(arena -> kernel.object(arena.object()).stream())
                .filter(object -> SystemOwners.isSystemOwner(object.owner()))
                .map(object -> kernel.ownerName(object.owner()))
                .findFirst()
                .orElse("");
    }

    static HeapRoot found(Fragments fragments, String kind, boolean others, Os2Kernel kernel) {
        String origin =
                "found by consistency in %d %s, %s"
                        .formatted(
                                fragments.runs(),
                                fragments.runs() == 1 ? "run" : "runs",
                                others
                                        ? "outside of the heaps whose header is there"
                                        : "no heap header in the dump");
        String note =
                fragments.isPartial()
                        ? "partial: only the first %d blocks are kept".formatted(FoundBlocks.MOST)
                        : "";
        return present(fragments.first(), kind, origin, note, kernel);
    }
}
