package org.cairn.heap.windows.internal.layout;

import org.cairn.types.TypeTable;

/**
 * Offsets of what a walk does not need, but can compare with what it found; -1 where a version has
 * no such field.
 *
 * @param lock of {@code _HEAP.LockVariable}, a pointer to a critical section
 * @param lockCount of {@code _RTL_CRITICAL_SECTION.LockCount}
 * @param lockOwner of {@code _RTL_CRITICAL_SECTION.OwningThread}
 * @param blocksIndex of {@code _HEAP.BlocksIndex}, from Vista on
 * @param uncommittedPages of {@code _HEAP_SEGMENT.NumberOfUnCommittedPages}
 * @param uncommittedRanges of {@code _HEAP_SEGMENT.NumberOfUnCommittedRanges}
 * @param totalSegments of {@code _HEAP.Counters.TotalSegments}, from Vista on
 * @param totalRanges of {@code _HEAP.Counters.TotalUCRs}, from Vista on
 * @param index {@code _HEAP_LIST_LOOKUP}, from Vista on
 */
public record CheckFields(
        int lock,
        int lockCount,
        int lockOwner,
        int blocksIndex,
        int uncommittedPages,
        int uncommittedRanges,
        int totalSegments,
        int totalRanges,
        IndexFields index) {
    static CheckFields bind(TypeTable table, Family family) {
        boolean counted = family == Family.NT6;
        Offsets heap = new Offsets(table, "_HEAP");
        Offsets section = new Offsets(table, "_RTL_CRITICAL_SECTION");
        Offsets segment = new Offsets(table, "_HEAP_SEGMENT");
        Offsets counters = new Offsets(table, "_HEAP_COUNTERS");
        int first = heap.ifThere("Counters");
        return new CheckFields(
                heap.ifThere("LockVariable"),
                section.ifThere("LockCount"),
                section.ifThere("OwningThread"),
                counted ? heap.ifThere("BlocksIndex") : Offsets.NONE,
                segment.ifThere("NumberOfUnCommittedPages"),
                segment.ifThere("NumberOfUnCommittedRanges"),
                counted ? first + counters.ifThere("TotalSegments") : Offsets.NONE,
                counted ? first + counters.ifThere("TotalUCRs") : Offsets.NONE,
                IndexFields.bind(new Offsets(table, "_HEAP_LIST_LOOKUP")));
    }
}
