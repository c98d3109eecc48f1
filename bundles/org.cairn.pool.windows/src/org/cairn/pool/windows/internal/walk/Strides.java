package org.cairn.pool.windows.internal.walk;

import org.cairn.pool.windows.internal.layout.PoolHeader;

/**
 * Blocks of one page that lie a multiple of their own size apart, as those of the low-fragmentation
 * heap do. For one thread.
 */
final class Strides {
    /** Sizes up to so many units have a bucket each, above there are 16 for each doubling. */
    private static final int FINE = 64;

    private static final int STEPS = 16;

    private final int unit;
    private final int most;
    private final int[] members;

    Strides(PoolHeader header) {
        unit = header.unit();
        most = PoolHeader.PAGE / unit;
        members = new int[(most + 1) * most];
    }

    /** The units that blocks of a size are apart. */
    static int stride(int units) {
        int step = units <= FINE ? 1 : Integer.highestOneBit(units - 1) / STEPS;
        return (units + step - 1) / step * step;
    }

    /** The row that a block of a size at an offset is of. */
    int row(int offset, int size) {
        int stride = Math.min(most, stride(size / unit));
        return stride * most + offset / unit % stride;
    }

    /** Counts a block. */
    void add(int offset, int size) {
        members[row(offset, size)]++;
    }

    /** The number of blocks that were counted and are of one row with this one. */
    int members(int offset, int size) {
        return members[row(offset, size)];
    }

    /** Forgets a block and those of its row. */
    void forget(int offset, int size) {
        members[row(offset, size)] = 0;
    }
}
