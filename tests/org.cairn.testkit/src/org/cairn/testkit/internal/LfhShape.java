package org.cairn.testkit.internal;

/**
 * Where the low-fragmentation heap of one era keeps what it keeps, written down from descriptions
 * of the structures and not taken from type tables. Offsets in bytes.
 *
 * @param era which rules hold
 * @param pointer bytes of a pointer
 * @param heapBytes size of {@code _LFH_HEAP}
 * @param zones {@code _LFH_HEAP.SubSegmentZones}
 * @param owner {@code _LFH_HEAP.Heap}
 * @param cache {@code _LFH_HEAP.UserBlockCache}
 * @param cacheBytes size of an element of it
 * @param zoneCount {@code _LFH_BLOCK_ZONE.FreePointer}, from 8 on {@code NextIndex}
 * @param zoneHeader where a zone's subsegments begin
 * @param subsegmentBytes distance of two of them
 * @param userBlocks {@code _HEAP_SUBSEGMENT.UserBlocks}
 * @param exchange {@code _HEAP_SUBSEGMENT.AggregateExchg}
 * @param blockSize {@code _HEAP_SUBSEGMENT.BlockSize}
 * @param blockCount {@code _HEAP_SUBSEGMENT.BlockCount}
 * @param userHeader size of {@code _HEAP_USERDATA_HEADER}
 * @param sizeIndex {@code _HEAP_USERDATA_HEADER.SizeIndex}
 * @param signature {@code _HEAP_USERDATA_HEADER.Signature}
 * @param offsets {@code _HEAP_USERDATA_HEADER.EncodedOffsets}
 * @param bitmap {@code _HEAP_USERDATA_HEADER.BusyBitmap}
 * @param bitmapData {@code _HEAP_USERDATA_HEADER.BitmapData}
 * @param delayFree {@code _HEAP_SUBSEGMENT.DelayFreeList}
 */
record LfhShape(
        Era era,
        int pointer,
        int heapBytes,
        int zones,
        int owner,
        int cache,
        int cacheBytes,
        int zoneCount,
        int zoneHeader,
        int subsegmentBytes,
        int userBlocks,
        int exchange,
        int blockSize,
        int blockCount,
        int userHeader,
        int sizeIndex,
        int signature,
        int offsets,
        int bitmap,
        int bitmapData,
        int delayFree) {
    private static final int OLD_HEAP = 0x1000;

    /** Generations of the front end. */
    enum Era {
        /** XP and 2003. */
        OLD,
        /** Vista and 7. */
        VISTA,
        /** 8 and later. */
        MODERN
    }

    static LfhShape of(HeapShape shape) {
        boolean wide = shape.pointer() == Long.BYTES;
        if (shape.isModern()) {
            return wide ? modernWide() : modern();
        }
        Era era = shape.isOld() ? Era.OLD : Era.VISTA;
        return wide ? plainWide(era) : plain(era);
    }

    private static LfhShape plain(Era era) {
        int heap = era == Era.OLD ? OLD_HEAP : 0x3528;
        return new LfhShape(
                era, 4, heap, 0x18, 0x24, 0x50, 0x10, 0x8, 0x10, 0x20, 0x4, 0x8, 0x10, 0x14, 0x10,
                0x8, 0xc, 0, 0, 0, 0);
    }

    private static LfhShape plainWide(Era era) {
        int heap = era == Era.OLD ? OLD_HEAP : 0x6420;
        return new LfhShape(
                era, 8, heap, 0x28, 0x40, 0x70, 0x20, 0x10, 0x20, 0x30, 0x8, 0x10, 0x18, 0x1c, 0x20,
                0x10, 0x18, 0, 0, 0, 0);
    }

    private static LfhShape modern() {
        return new LfhShape(
                Era.MODERN,
                4,
                0x7e8,
                0x4,
                0xc,
                0x38,
                0x20,
                0x8,
                0x10,
                0x28,
                0x4,
                0x10,
                0x14,
                0x18,
                0x20,
                0x8,
                0xc,
                0x10,
                0x14,
                0x1c,
                0x8);
    }

    private static LfhShape modernWide() {
        return new LfhShape(
                Era.MODERN,
                8,
                0xcf0,
                0x8,
                0x18,
                0x60,
                0x30,
                0x10,
                0x20,
                0x40,
                0x8,
                0x20,
                0x24,
                0x28,
                0x38,
                0x10,
                0x14,
                0x18,
                0x20,
                0x30,
                0x10);
    }

    /** Bytes of a unit, also of a block's header. */
    int unit() {
        return 2 * pointer;
    }

    /** Where the eight bytes of a header begin that say something. */
    int spill() {
        return pointer == Long.BYTES ? Long.BYTES : 0;
    }

    /** Where the first of so many blocks begins. */
    int first(int blocks) {
        if (era != Era.MODERN) {
            return userHeader;
        }
        int bits = pointer * Byte.SIZE;
        int words = (blocks + bits - 1) / bits;
        return (int) HeapShape.ceil(userHeader + (long) words * pointer, unit());
    }
}
