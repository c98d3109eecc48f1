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

    /**
     * Where the blocks begin that lie one behind the other up to an end. One alone in front of the
     * doubted address counts when several things speak for it, or when it is so near that no block
     * has room between.
     *
     * @param end of the last of them
     * @param doubted where other blocks come to no header
     * @param needed so many blocks in front of that address contradict them
     * @return the end, when no block ends there
     */
    long startOfChainTo(long end, long doubted, int needed) {
        int first = count;
        while (first > 0 && ends[first - 1] == (first == count ? end : addresses[first])) {
            first--;
        }
        int behind = first;
        while (behind < count && addresses[behind] < doubted) {
            behind++;
        }
        boolean isEnough =
                behind - first > 1
                        || behind > first
                                && needed == 1
                                && (strong[first]
                                        || doubted - addresses[first]
                                                < ResidentLayout.SMALLEST_BUSY);
        int start = isEnough ? first : behind;
        return start < count ? addresses[start] : end;
    }

    void weaken(int index) {
        strong[index] = false;
    }

    /** Forgets the blocks from an index on. */
    void cut(int from) {
        count = from;
    }
}
