package org.cairn.testkit.internal;

/**
 * A {@code _HEAP_LIST_LOOKUP} with the bitmap and the hints that follow it: an entry for each
 * length from one to another, the last for all that is longer.
 *
 * @param shape of the heap
 * @param base {@code BaseIndex}
 * @param end {@code ArraySize}
 * @param words pointers for each hint
 */
record LookupPlan(HeapShape shape, int base, int end, int words) {
    private static final int FIRST_END = 0x80;
    private static final int EXTENDED_END = 0x400;

    /** The lookup in a heap's first block. */
    static LookupPlan first(HeapShape shape) {
        return new LookupPlan(shape, 0, FIRST_END, shape.isVista() ? 2 : 1);
    }

    /** The extension of the first for longer blocks, as in a process of Windows 10 1903. */
    static LookupPlan extension(HeapShape shape) {
        return new LookupPlan(shape, FIRST_END, EXTENDED_END, 1);
    }

    /** The index of uncommitted ranges by pages. */
    static LookupPlan ranges(HeapShape shape) {
        return new LookupPlan(shape, 0, FIRST_END, 1);
    }

    /** The index of all that is longer. */
    int last() {
        return end - 1;
    }

    int entries() {
        return end - base;
    }

    int bitmap() {
        return shape.structure("_HEAP_LIST_LOOKUP").size();
    }

    int hints() {
        return bitmap() + entries() / Byte.SIZE;
    }

    int size() {
        return hints() + entries() * words * shape.pointer();
    }
}
