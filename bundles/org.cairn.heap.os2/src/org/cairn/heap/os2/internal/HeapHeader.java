package org.cairn.heap.os2.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.Field;
import org.cairn.memory.MemoryCursor;
import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The header of a resident heap (VMKRH).
 *
 * @param address of the heap, the beginning of a page
 * @param blocks how many blocks the heap counts
 * @param freeBlocks how many of them are free
 * @param first address of the first block
 * @param last address of the last block
 * @param endReserved end of the reserved range
 * @param endCommitted end of the committed range
 * @param handle of the memory object that the heap is
 */
record HeapHeader(
        long address,
        long blocks,
        long freeBlocks,
        long first,
        long last,
        long endReserved,
        long endCommitted,
        int handle) {
    private static final int PAGE_SHIFT = 12;
    private static final long PAGE = 1L << PAGE_SHIFT;

    /** A heap reserves 16 MB in all printed examples; far more is no heap. */
    private static final long LARGEST = 1L << 28;

    private static final Field BLOCKS = ResidentLayout.HEAP.field("krh_cBlocks");
    private static final Field FREE_BLOCKS = ResidentLayout.HEAP.field("krh_cFreeBlocks");
    private static final Field FIRST = ResidentLayout.HEAP.field("krh_pbFirst");
    private static final Field LAST = ResidentLayout.HEAP.field("krh_pbLast");
    private static final Field END_RESERVED = ResidentLayout.HEAP.field("krh_pbEndRes");
    private static final Field END_COMMITTED = ResidentLayout.HEAP.field("krh_pbEndCom");
    private static final Field BASE_PAGE = ResidentLayout.HEAP.field("krh_lpgBase");
    private static final Field HANDLE = ResidentLayout.HEAP.field("krh_hob");
    private static final Field DUMMY = ResidentLayout.HEAP.field("krh_krhfDummy");
    private static final Field SECTIONS = ResidentLayout.HEAP.field("krh_akrhs");
    private static final Field SECTION_HEAD = ResidentLayout.SECTION.field("krhs_krhfHead");

    /** All heaps whose header is there, ascending, none inside of another. */
    static List<HeapHeader> findAll(AddressSpace space, Islands present) {
        List<HeapHeader> heaps = new ArrayList<>();
        MemoryCursor cursor = space.cursor();
        long free = 0;
        for (int i = 0; i < present.count(); i++) {
            long page = Math.max(free, present.start(i)) + PAGE - 1 & -PAGE;
            while (page < present.end(i)) {
                HeapHeader heap = read(cursor, page);
                if (heap != null) {
                    heaps.add(heap);
                    free = heap.endReserved;
                    page = free;
                } else {
                    page += PAGE;
                }
            }
        }
        return heaps;
    }

    /** The heap at an address, or null when its header is absent or none. */
    static @Nullable HeapHeader read(AddressSpace space, long address) {
        return address % PAGE == 0 ? read(space.cursor(), address) : null;
    }

    private static @Nullable HeapHeader read(MemoryCursor cursor, long address) {
        if (!cursor.seek(address, ResidentLayout.HEAP.size())
                || BASE_PAGE.get(cursor) != address >>> PAGE_SHIFT) {
            return null;
        }
        HeapHeader heap =
                new HeapHeader(
                        address,
                        BLOCKS.get(cursor),
                        FREE_BLOCKS.get(cursor),
                        FIRST.get(cursor),
                        LAST.get(cursor),
                        END_RESERVED.get(cursor),
                        END_COMMITTED.get(cursor),
                        (int) HANDLE.get(cursor));
        return heap.isConsistent() ? heap : null;
    }

    private boolean isConsistent() {
        return handle != 0
                && first >= address + ResidentLayout.HEAP.size()
                && first < last
                && last < endReserved
                && first % ResidentLayout.UNIT == 0
                && last % ResidentLayout.UNIT == 0
                && endReserved % PAGE == 0
                && endReserved - address <= LARGEST
                && endCommitted > first
                && endCommitted <= endReserved;
    }

    /** The dummy free blocks in the header, at which the free lists begin. */
    long[] dummies() {
        int sections = SECTIONS.size() / ResidentLayout.SECTION.size();
        long[] dummies = new long[sections + 1];
        dummies[0] = address + DUMMY.offset();
        for (int i = 0; i < sections; i++) {
            long section = address + SECTIONS.offset() + (long) i * ResidentLayout.SECTION.size();
            dummies[i + 1] = section + SECTION_HEAD.offset();
        }
        return dummies;
    }

    /** Whether a block can be at an address. */
    boolean holds(long block) {
        return block >= first && block < endReserved && block % ResidentLayout.UNIT == 0;
    }
}
