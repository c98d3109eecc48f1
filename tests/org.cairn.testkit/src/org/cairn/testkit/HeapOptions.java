package org.cairn.testkit;

/**
 * How a heap is made.
 *
 * @param growable whether it has the flag {@code HEAP_GROWABLE}
 * @param reserve bytes reserved for its first segment, a multiple of a page
 * @param commit bytes committed at first, a multiple of a page
 * @param virtualThreshold {@code _HEAP.VirtualMemoryThreshold} in units, 0 for the system's own;
 *     longer blocks get memory of their own
 * @param frontEnd what lies in front of the block lists
 */
public record HeapOptions(
        boolean growable, long reserve, long commit, int virtualThreshold, FrontEnd frontEnd) {
    /** A process's first heap, or one that {@code HeapCreate(0, 0, 0)} makes. */
    public static final HeapOptions GROWABLE =
            new HeapOptions(true, 0x10_0000, 0x2000, 0, FrontEnd.NONE);

    /** What lies in front of the block lists. */
    public enum FrontEnd {
        /** Nothing. */
        NONE,
        /** {@code _HEAP_LOOKASIDE[128]}; only before Windows Vista. */
        LOOKASIDE,
        /**
         * Nothing yet, but {@code BlocksIndex} has its extension for longer blocks, as on 8 and
         * later.
         */
        EXTENDED_LOOKUP,
        /** The low-fragmentation heap, whose containers the program makes itself. */
        LFH
    }

    /** A heap that cannot grow. */
    public HeapOptions fixed() {
        return new HeapOptions(false, reserve, commit, virtualThreshold, frontEnd);
    }

    /** A heap with another size of its first segment. */
    public HeapOptions withReserve(long bytes) {
        return new HeapOptions(growable, bytes, commit, virtualThreshold, frontEnd);
    }

    /** A heap with another limit between blocks in segments and blocks of their own. */
    public HeapOptions withVirtualThreshold(int units) {
        return new HeapOptions(growable, reserve, commit, units, frontEnd);
    }

    /** A heap with a front end. */
    public HeapOptions with(FrontEnd other) {
        return new HeapOptions(growable, reserve, commit, virtualThreshold, other);
    }
}
