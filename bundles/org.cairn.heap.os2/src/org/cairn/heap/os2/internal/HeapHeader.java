package org.cairn.heap.os2.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.Addresses;
import org.cairn.memory.Field;
import org.cairn.memory.MemoryCursor;
import org.cairn.system.os2.ArenaRecord;
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
 * @param wrong fields in whose place stands what the record of the heap's memory tells
 */
record HeapHeader(
        long address,
        long blocks,
        long freeBlocks,
        long first,
        long last,
        long endReserved,
        long endCommitted,
        int handle,
        List<WrongField> wrong) {
    /** A header of which more is wrong is none. */
    private static final int MOST_WRONG = 2;

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

    private static @Nullable HeapHeader read(MemoryCursor cursor, long address) {
        if (!cursor.seek(address, ResidentLayout.HEAP.size())
                || BASE_PAGE.get(cursor) != address >>> PAGE_SHIFT) {
            return null;
        }
        HeapHeader heap = fields(cursor, address);
        return heap.isConsistent() ? heap : null;
    }

    private static HeapHeader fields(MemoryCursor cursor, long address) {
        return new HeapHeader(
                address,
                BLOCKS.get(cursor),
                FREE_BLOCKS.get(cursor),
                FIRST.get(cursor),
                LAST.get(cursor),
                END_RESERVED.get(cursor),
                END_COMMITTED.get(cursor),
                (int) HANDLE.get(cursor),
                List.of());
    }

    /**
     * The heap in a memory object, some fields of whose header may be wrong.
     *
     * @param arena the object's range
     * @return null when the header is absent or none
     */
    static @Nullable HeapHeader read(AddressSpace space, ArenaRecord arena) {
        MemoryCursor cursor = space.cursor();
        if (!cursor.seek(arena.start(), ResidentLayout.HEAP.size())) {
            return null;
        }
        HeapHeader fields = fields(cursor, arena.start());
        List<WrongField> wrong = new ArrayList<>();
        long end = arena.end();
        WrongField.check(
                wrong, BASE_PAGE.name(), arena.start() >>> PAGE_SHIFT, BASE_PAGE.get(cursor));
        WrongField.check(wrong, HANDLE.name(), arena.object(), fields.handle);
        WrongField.check(wrong, END_RESERVED.name(), end, fields.endReserved);
        long lowest = fields.lowestBlock();
        long first = isBlock(fields.first, lowest, end) ? fields.first : lowest;
        if (first != fields.first) {
            wrong.add(new WrongField(FIRST.name(), "", Addresses.hex(fields.first)));
        }
        boolean isLast = isBlock(fields.last, first + 1, end);
        long committed = fields.endCommitted;
        if (committed <= (isLast ? fields.last : first) || committed > end) {
            wrong.add(new WrongField(END_COMMITTED.name(), "", Addresses.hex(committed)));
            committed = end;
        }
        if (!isLast) {
            WrongField.check(wrong, LAST.name(), committed - ResidentLayout.END_SIZE, fields.last);
        }
        return wrong.size() > MOST_WRONG || end - arena.start() > LARGEST
                ? null
                : new HeapHeader(
                        arena.start(),
                        fields.blocks,
                        fields.freeBlocks,
                        first,
                        isLast ? fields.last : committed - ResidentLayout.END_SIZE,
                        end,
                        committed,
                        arena.object(),
                        wrong);
    }

    private static boolean isBlock(long block, long from, long end) {
        return block >= from && block < end && block % ResidentLayout.UNIT == 0;
    }

    /** No block begins in front of this address. */
    long lowestBlock() {
        return address + ResidentLayout.HEAP.size() + ResidentLayout.UNIT - 1
                & -ResidentLayout.UNIT;
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
