package org.cairn.pool.windows.internal.kernel;

import java.util.Arrays;

/** A set of addresses: collected, then asked. */
public final class Addresses64 {
    private static final int FIRST_CAPACITY = 64;

    private long[] values = new long[FIRST_CAPACITY];
    private int size;
    private boolean sorted;

    /** Adds an address. */
    public void add(long address) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = address;
        sorted = false;
    }

    /** Whether an address was added. */
    public boolean contains(long address) {
        sort();
        return Arrays.binarySearch(values, 0, size, address) >= 0;
    }

    /** Forgets all. */
    public void clear() {
        size = 0;
    }

    /** How many were added. */
    public int size() {
        return size;
    }

    /** One of them. */
    public long get(int index) {
        return values[index];
    }

    private void sort() {
        if (!sorted) {
            Arrays.sort(values, 0, size);
            sorted = true;
        }
    }
}
