package org.cairn.pool.windows.internal.walk;

import java.util.Arrays;

/** The free blocks that a walk has found, with their sizes; ascending within a range. */
final class FreeBlocks {
    private static final int FIRST_CAPACITY = 1 << 10;

    private long[] blocks = new long[FIRST_CAPACITY];
    private int[] sizes = new int[FIRST_CAPACITY];
    private int size;
    private boolean ascending = true;

    /**
     * Adds a block.
     *
     * @param block its address
     * @param units its size
     */
    void add(long block, int units) {
        if (size == blocks.length) {
            blocks = Arrays.copyOf(blocks, size * 2);
            sizes = Arrays.copyOf(sizes, size * 2);
        }
        ascending &= size == 0 || Long.compareUnsigned(blocks[size - 1], block) < 0;
        blocks[size] = block;
        sizes[size++] = units;
    }

    /** The size of a block in units, 0 when it is none of these. */
    int units(long block) {
        if (!ascending) {
            throw new IllegalStateException("ranges are not in order");
        }
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            int order = Long.compareUnsigned(blocks[middle], block);
            if (order == 0) {
                return sizes[middle];
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return 0;
    }
}
