package org.cairn.heap.windows.internal.memory;

import java.util.Arrays;

/** A growing array of numbers. */
public final class LongList {
    private static final int FIRST_CAPACITY = 64;

    private long[] values = new long[FIRST_CAPACITY];
    private int size;

    /** Appends a number. */
    public void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size + (size >> 1));
        }
        values[size++] = value;
    }

    /** How many there are. */
    public int size() {
        return size;
    }

    /** One of them. */
    public long get(int index) {
        return values[index];
    }

    /** Replaces one of them. */
    public void set(int index, long value) {
        values[index] = value;
    }

    /** All of them in the order in which they were appended. */
    public long[] toArray() {
        return Arrays.copyOf(values, size);
    }

    /** Removes all. */
    public void clear() {
        size = 0;
    }
}
