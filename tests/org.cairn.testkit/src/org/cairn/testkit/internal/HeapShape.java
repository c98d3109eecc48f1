package org.cairn.testkit.internal;

import static org.cairn.testkit.SyntheticMemory.PAGE;

import org.cairn.memory.Structure;
import org.cairn.types.TypeTable;

/** The sizes and rules of the NT heap in one family of Windows versions. */
public final class HeapShape {
    /**
     * The longest first segment of which {@code SegmentOffset} can count the rest: 253 × 64 KiB.
     */
    private static final long LONGEST_SEGMENT = 0xfd_0000;

    /** A free block has a header and its list links. */
    private static final int SMALLEST_UNITS = 2;

    private final TypeTable types;
    private final Structure heap;
    private final Structure entry;

    /** Takes the family from the fields of {@code _HEAP}. */
    public HeapShape(TypeTable types) {
        this.types = types;
        heap = types.structure("_HEAP");
        entry = types.structure("_HEAP_ENTRY");
    }

    /** The layouts. */
    public TypeTable types() {
        return types;
    }

    /** A layout. */
    public Structure structure(String type) {
        return types.structure(type);
    }

    /** Bytes of a pointer. */
    public int pointer() {
        return types.id().architecture().pointerSize();
    }

    /** Before Windows Vista: an array of segments, 128 free lists, plain headers. */
    public boolean isOld() {
        return heap.find("Segments").isPresent();
    }

    /** Windows Vista and 7: an index of uncommitted ranges, two words for each list hint. */
    public boolean isVista() {
        return heap.find("PointerKey").isPresent();
    }

    /** Windows 8 and later. */
    public boolean isModern() {
        return !isOld() && !isVista();
    }

    /** Bytes of a unit, also of a block's header. */
    public int unit() {
        return entry.size();
    }

    /** Bytes of a header that belong to the data of the block before it. */
    private int spill() {
        return entry.offset("Size");
    }

    /**
     * Units of a block for so many bytes for the caller, with room for extra data or not. Since
     * Windows Vista the data may run into the header behind, of which 64-bit systems use only the
     * second half: a block of 0x20 bytes holds 0x18 (seen in Windows 10 1903). Before, no guard
     * follows the last block.
     */
    public int units(long userSize, boolean extra) {
        long run = isOld() ? 0 : -spill();
        long tail = extra ? unit() : run;
        return Math.max(
                SMALLEST_UNITS, Math.toIntExact(ceil(userSize + unit() + tail, unit()) / unit()));
    }

    /** Address of the list entry of a free block. */
    public long listEntry(long free) {
        return free + structure("_HEAP_FREE_ENTRY").offset("FreeList");
    }

    /** Units that are enough for a free block. */
    public int smallestUnits() {
        return SMALLEST_UNITS;
    }

    /** {@code VirtualMemoryThreshold} unless the creator asks for another: units. */
    public int virtualThreshold() {
        return pointer() == Integer.BYTES ? 0xfe00 : 0xff00;
    }

    /** Bytes of the block at the end of committed memory; 0 when there is none. */
    public int guard() {
        return isOld()
                ? 0
                : Math.toIntExact(ceil(unit() + structure("_HEAP_UCR_DESCRIPTOR").size(), unit()));
    }

    /** Bytes of a segment's header, its own block header included. */
    public int segmentHeader() {
        return Math.toIntExact(ceil(structure("_HEAP_SEGMENT").size(), unit()));
    }

    /** Bytes of the memory that a heap uses of a segment for which so many are reserved. */
    public long usable(long reserved) {
        return isModern() && reserved > PAGE * 16 ? reserved - PAGE : reserved;
    }

    /** Bytes to reserve for the segment after one for which so many were reserved. */
    public long nextReserve(long reserved) {
        return Math.min(reserved * 2, LONGEST_SEGMENT);
    }

    /**
     * {@code SegmentIndex}, or {@code SegmentOffset}, of a block. The latter is 0 in the first
     * segment and in others 1 for the first 64 KiB, 2 for the next and so on (so in a process of
     * Windows 10 1903).
     */
    public int segmentByte(int index, long segment, long address) {
        if (isOld()) {
            return index;
        }
        return index == 0 ? 0 : (int) (address - segment >>> Short.SIZE) + 1;
    }

    /** Rounds up to a multiple. */
    public static long ceil(long value, long unit) {
        return (value + unit - 1) / unit * unit;
    }
}
