package org.cairn.testkit.internal;

import org.cairn.memory.Structure;

/**
 * What follows {@code _HEAP} in a heap's first block. The same in a Windows XP process ({@code
 * _HEAP} of 0x588 bytes, first segment at 0x640) and, for later versions, in processes of Windows 7
 * and 10 1903.
 *
 * @param lock offset of the lock
 * @param table offset of the first list lookup, or of the descriptors of uncommitted ranges
 * @param size bytes of the block
 */
record HeaderPlan(int lock, int table, int size) {
    /** Descriptors of uncommitted ranges in the heap's first block, before Windows Vista. */
    static final int RANGES = 8;

    /** {@code UnusedBytes} of the allocator's own blocks since Windows Vista. */
    static final int OWN_UNUSED = 1;

    static HeaderPlan of(HeapShape shape) {
        int heap = shape.structure("_HEAP").size();
        if (shape.isOld()) {
            int lock = heap + RANGES * shape.structure("_HEAP_UNCOMMMTTED_RANGE").size();
            int end = lock + shape.structure("_HEAP_LOCK").size();
            return new HeaderPlan(lock, heap, round(shape, end));
        }
        Structure section = shape.structure("_RTL_CRITICAL_SECTION");
        int lookup = heap + section.size();
        int end = lookup + LookupPlan.first(shape).size() + OWN_UNUSED;
        return new HeaderPlan(heap, lookup, round(shape, end));
    }

    private static int round(HeapShape shape, int size) {
        return Math.toIntExact(HeapShape.ceil(size, shape.unit()));
    }
}
