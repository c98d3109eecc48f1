package org.cairn.heap.windows.internal.layout;

import org.cairn.memory.Architecture;
import org.cairn.types.TypeTable;

import java.util.Optional;

/**
 * Everything that a walk needs to know of a version of the NT heap. Tables of different builds that
 * agree in all of this give equal layouts: of the dozens of builds only a handful differ.
 *
 * @param family how the heap is organised
 * @param pointerSize 4 or 8 bytes
 * @param blink offset of {@code _LIST_ENTRY.Blink}; {@code Flink} comes first
 * @param freeLink offset of {@code _HEAP_FREE_ENTRY.FreeList}
 * @param entry {@code _HEAP_ENTRY}
 * @param heap {@code _HEAP}
 * @param segment {@code _HEAP_SEGMENT}
 * @param range an uncommitted range
 * @param virtualBlock {@code _HEAP_VIRTUAL_ALLOC_ENTRY}
 * @param lookaside {@code _HEAP_LOOKASIDE}
 * @param checks what is only compared
 */
public record HeapLayout(
        Family family,
        int pointerSize,
        int blink,
        int freeLink,
        EntryFormat entry,
        HeapFields heap,
        SegmentFields segment,
        RangeFields range,
        VirtualFields virtualBlock,
        LookasideFields lookaside,
        CheckFields checks) {
    /** The size of a page on x86 and x64. */
    public static final int PAGE = 0x1000;

    /** The alignment of every reservation, hence of heaps and segments. */
    public static final int RESERVATION = 0x10000;

    /** Elements of {@code _HEAP.Segments} (HEAP_MAXIMUM_SEGMENTS). */
    public static final int MAX_SEGMENTS = 64;

    /** Elements of {@code _HEAP.FreeLists} and of the lookaside front end of XP and 2003. */
    public static final int FREE_LISTS = 128;

    /** The bit of {@code EncodeFlagMask} that says that headers are encoded. */
    public static final int ENCODED = 0x100000;

    private static final String REACTOS = "reactos";

    /**
     * Binds the fields.
     *
     * @param table of one build
     * @return the layout, or empty when the table does not cover the NT heap
     */
    public static Optional<HeapLayout> bind(TypeTable table) {
        Offsets heap = new Offsets(table, "_HEAP");
        Family family = family(table, heap);
        Offsets counters = new Offsets(table, "_HEAP_COUNTERS");
        Offsets segment = new Offsets(table, "_HEAP_SEGMENT");
        Offsets entry = new Offsets(table, "_HEAP_ENTRY");
        Offsets free = new Offsets(table, "_HEAP_FREE_ENTRY");
        Offsets range = new Offsets(table, RangeFields.type(family));
        Offsets block = new Offsets(table, "_HEAP_VIRTUAL_ALLOC_ENTRY");
        Offsets list = new Offsets(table, "_LIST_ENTRY");
        Offsets lookaside = new Offsets(table, "_HEAP_LOOKASIDE");
        HeapLayout layout =
                new HeapLayout(
                        family,
                        table.id().architecture().pointerSize(),
                        list.of("Blink"),
                        free.of("FreeList"),
                        EntryFormat.bind(entry),
                        HeapFields.bind(heap, counters, family),
                        SegmentFields.bind(segment, family),
                        RangeFields.bind(range, family),
                        VirtualFields.bind(block, family == Family.NT6 && !heap.has("PointerKey")),
                        family == Family.NT5
                                ? LookasideFields.bind(lookaside)
                                : LookasideFields.NONE,
                        CheckFields.bind(table, family));
        boolean complete =
                heap.isComplete()
                        && segment.isComplete()
                        && entry.isComplete()
                        && free.isComplete()
                        && range.isComplete()
                        && block.isComplete()
                        && list.isComplete()
                        && layout.unit() == 2 * layout.pointerSize()
                        && (family != Family.NT6 || counters.isComplete())
                        && table.id().architecture() != Architecture.ARM64;
        return complete ? Optional.of(layout) : Optional.empty();
    }

    private static Family family(TypeTable table, Offsets heap) {
        if (table.id().family().equals(REACTOS)) {
            return Family.REACTOS;
        }
        return heap.has("SegmentSignature") ? Family.NT6 : Family.NT5;
    }

    /**
     * The granularity of sizes.
     *
     * @return 8 bytes on x86, 16 on x64
     */
    public int unit() {
        return entry.unit();
    }
}
