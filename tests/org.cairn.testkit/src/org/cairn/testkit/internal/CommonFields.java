package org.cairn.testkit.internal;

import static org.cairn.testkit.SyntheticMemory.PAGE;

/** The fields of {@code _HEAP} that all versions have. */
final class CommonFields {
    /** {@code _HEAP_SEGMENT.Signature} or {@code SegmentSignature}. */
    static final long SEGMENT_SIGNATURE = 0xffeeffeeL;

    private static final long HEAP_SIGNATURE = 0xeeffeeffL;
    private static final long GROWABLE = 2;
    private static final long PRIVATE_CLASS = 0x1000;
    private static final long SEGMENT_COMMIT = 0x2000;
    private static final long DECOMMIT_TOTAL = 0x1_0000;
    private static final long LONGEST_X86 = 0x7ffd_efff;
    private static final long LONGEST_X64 = 0x7fff_fffd_efffL;
    private static final long SPIN_COUNT = 4000;

    private final HeapShape shape;
    private final LinkedLists lists;

    CommonFields(HeapShape shape, LinkedLists lists) {
        this.shape = shape;
        this.lists = lists;
    }

    void write(Place place, HeapFacts facts) {
        boolean wide = shape.pointer() == Long.BYTES;
        long unit = shape.unit();
        long flags = facts.growable() ? GROWABLE : 0;
        long lock = facts.address() + HeaderPlan.of(shape).lock();
        place.set("Signature", HEAP_SIGNATURE)
                .set("Flags", facts.listIndex() == 1 ? flags : flags | PRIVATE_CLASS)
                .set("VirtualMemoryThreshold", facts.threshold())
                .set("SegmentReserve", facts.segmentReserve())
                .set("SegmentCommit", SEGMENT_COMMIT)
                .set("DeCommitFreeBlockThreshold", PAGE / unit)
                .set("DeCommitTotalFreeThreshold", DECOMMIT_TOTAL / unit)
                .set("TotalFreeSize", facts.freeUnits())
                .set("MaximumAllocationSize", wide ? LONGEST_X64 : LONGEST_X86)
                .set("ProcessHeapsListIndex", facts.listIndex())
                .set("AlignRound", 2 * unit - 1)
                .set("AlignMask", -unit)
                .set("LockVariable", lock);
        // Nobody holds the lock.
        new Place(place.memory(), shape.structure("_RTL_CRITICAL_SECTION"), lock)
                .set("LockCount", -1)
                .set("SpinCount", SPIN_COUNT);
        lists.link(place.of("VirtualAllocdBlocks"), facts.virtualNodes());
    }
}
