package org.cairn.heap.os2.internal;

import java.util.Arrays;

/** Blocks that were found by scanning, in ascending order. */
final class FoundBlocks {
    /** Twice as many as the smallest blocks in a heap of 16 MB. */
    static final int MOST = 1 << 21;

    private long[] addresses = new long[16];
    private long[] ends = new long[16];
    private boolean[] resident = new boolean[16];
    private boolean[] strong = new boolean[16];
    private int count;

    void add(long address, long end, boolean isResident, boolean isStrong) {
        if (count == addresses.length) {
            addresses = Arrays.copyOf(addresses, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
            resident = Arrays.copyOf(resident, 2 * count);
            strong = Arrays.copyOf(strong, 2 * count);
        }
        addresses[count] = address;
        ends[count] = end;
        resident[count] = isResident;
        strong[count] = isStrong;
        count++;
    }

    /** Whether no more blocks are kept. */
    boolean isFull() {
        return count >= MOST;
    }

    int count() {
        return count;
    }

    long address(int index) {
        return addresses[index];
    }

    long end(int index) {
        return ends[index];
    }

    /** Whether the block belongs to a resident heap, not to a swappable one. */
    boolean isResident(int index) {
        return resident[index];
    }

    /** Whether several things speak for the block. */
    boolean isStrong(int index) {
        return strong[index];
    }

    void weaken(int index) {
        strong[index] = false;
    }

    /** Forgets the blocks from an index on. */
    void cut(int from) {
        count = from;
    }
}
