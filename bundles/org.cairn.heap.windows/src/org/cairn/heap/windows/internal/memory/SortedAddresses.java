package org.cairn.heap.windows.internal.memory;

import java.util.Arrays;

/** A set of addresses in unsigned ascending order. */
public final class SortedAddresses {
    /** The empty set. */
    public static final SortedAddresses EMPTY = new SortedAddresses(new long[0]);

    private final long[] values;

    private SortedAddresses(long[] values) {
        this.values = values;
    }

    /** Sorts addresses and drops repeated ones. */
    public static SortedAddresses of(LongList addresses) {
        long[] sorted = addresses.toArray();
        sort(sorted);
        int count = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (count == 0 || sorted[i] != sorted[count - 1]) {
                sorted[count++] = sorted[i];
            }
        }
        return new SortedAddresses(count == sorted.length ? sorted : Arrays.copyOf(sorted, count));
    }

    private static void sort(long[] values) {
        Arrays.sort(values);
        int negative = 0;
        while (negative < values.length && values[negative] < 0) {
            negative++;
        }
        if (negative > 0 && negative < values.length) {
            long[] high = Arrays.copyOf(values, negative);
            int low = values.length - negative;
            System.arraycopy(values, negative, values, 0, low);
            System.arraycopy(high, 0, values, low, negative);
        }
    }

    /** The same addresses and one more. */
    public SortedAddresses with(long address) {
        LongList more = new LongList();
        for (long value : values) {
            more.add(value);
        }
        more.add(address);
        return of(more);
    }

    /** The addresses of both sets. */
    public SortedAddresses and(SortedAddresses others) {
        if (others.size() == 0) {
            return this;
        }
        LongList all = new LongList();
        for (long value : values) {
            all.add(value);
        }
        for (long value : others.values) {
            all.add(value);
        }
        return of(all);
    }

    /** How many there are. */
    public int size() {
        return values.length;
    }

    /** One of them, in ascending order. */
    public long get(int index) {
        return values[index];
    }

    /** The index of the first that is not below an address; {@link #size()} when all are. */
    public int firstFrom(long address) {
        int low = 0;
        int high = values.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(values[middle], address) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The index of an address; -1 when it is not among them. */
    public int indexOf(long address) {
        int index = firstFrom(address);
        return index < values.length && values[index] == address ? index : -1;
    }

    /** Whether an address is among them. */
    public boolean contains(long address) {
        return indexOf(address) >= 0;
    }
}
