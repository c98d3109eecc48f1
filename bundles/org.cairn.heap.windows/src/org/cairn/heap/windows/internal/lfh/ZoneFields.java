package org.cairn.heap.windows.internal.lfh;

import org.cairn.heap.windows.internal.layout.Offsets;
import org.cairn.types.TypeTable;

/**
 * Offsets in {@code _LFH_HEAP} and in the zones with its subsegments.
 *
 * @param zones of {@code _LFH_HEAP.SubSegmentZones}
 * @param heap of {@code _LFH_HEAP.Heap}
 * @param userBlockCache of the array {@code _LFH_HEAP.UserBlockCache}
 * @param cacheBytes the size of an element; each begins with an {@code _SLIST_HEADER}
 * @param zoneBytes of the header of a {@code _LFH_BLOCK_ZONE}, behind which subsegments begin
 * @param freePointer of {@code _LFH_BLOCK_ZONE.FreePointer}, the end of its subsegments, up to 7
 * @param nextIndex of {@code _LFH_BLOCK_ZONE.NextIndex}, the number of its subsegments, from 8 on
 */
public record ZoneFields(
        int zones,
        int heap,
        int userBlockCache,
        int cacheBytes,
        int zoneBytes,
        int freePointer,
        int nextIndex) {
    /** Of the versions of which no layout is known. */
    public static final ZoneFields NONE =
            new ZoneFields(
                    Offsets.NONE, Offsets.NONE, Offsets.NONE, 0, 0, Offsets.NONE, Offsets.NONE);

    /** Elements of {@code _LFH_HEAP.UserBlockCache}. */
    static final int CACHES = 12;

    static ZoneFields bind(TypeTable types) {
        Offsets lfh = new Offsets(types, "_LFH_HEAP");
        Offsets zone = new Offsets(types, "_LFH_BLOCK_ZONE");
        Offsets cache = new Offsets(types, "_USER_MEMORY_CACHE_ENTRY");
        int alignment = 2 * types.id().architecture().pointerSize();
        ZoneFields fields =
                new ZoneFields(
                        lfh.of("SubSegmentZones"),
                        lfh.of("Heap"),
                        lfh.of("UserBlockCache"),
                        cache.size() + alignment - 1 & -alignment,
                        zone.size() + alignment - 1 & -alignment,
                        zone.ifThere("FreePointer"),
                        zone.ifThere("NextIndex"));
        boolean complete =
                lfh.isComplete()
                        && zone.isComplete()
                        && cache.isComplete()
                        && (fields.freePointer == Offsets.NONE)
                                != (fields.nextIndex == Offsets.NONE);
        return complete ? fields : NONE;
    }
}
