package org.cairn.heap.os2.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.Run;

import java.util.Arrays;

/**
 * Stretches of a 32-bit address space, ascending, apart from each other. Ends are exclusive, so the
 * last may be 2^32.
 */
final class Islands {
    /** The end of a 32-bit address space. */
    static final long END = 1L << Integer.SIZE;

    /**
     * The beginning of the system arena, in which all kernel heaps lie (OS/2 Debugging Handbook,
     * "Virtual Address Space Arenas and Regions").
     */
    static final long SYSTEM_ARENA = 0x2000_0000L;

    private final long[] starts;
    private final long[] ends;

    private Islands(long[] starts, long[] ends) {
        this.starts = starts;
        this.ends = ends;
    }

    /** What is there of the system arena. */
    static Islands of(AddressSpace space) {
        Builder builder = new Builder();
        for (Run.Mapped run : space.mapped(SYSTEM_ARENA, END - 1)) {
            builder.add(run.start(), run.last() + 1);
        }
        return builder.build();
    }

    /** The parts that lie between two addresses. */
    Islands between(long from, long to) {
        Builder builder = new Builder();
        for (int i = Math.max(0, indexAtOrBefore(from)); i < starts.length && starts[i] < to; i++) {
            builder.add(Math.max(starts[i], from), Math.min(ends[i], to));
        }
        return builder.build();
    }

    /** The parts that lie outside of other stretches. */
    Islands without(Islands others) {
        Builder builder = new Builder();
        for (int i = 0; i < starts.length; i++) {
            long position = starts[i];
            int j = Math.max(0, others.indexAtOrBefore(position));
            for (; j < others.starts.length && others.starts[j] < ends[i]; j++) {
                builder.add(position, Math.min(others.starts[j], ends[i]));
                position = Math.max(position, others.ends[j]);
            }
            builder.add(position, ends[i]);
        }
        return builder.build();
    }

    int count() {
        return starts.length;
    }

    long start(int index) {
        return starts[index];
    }

    long end(int index) {
        return ends[index];
    }

    /** The stretch that holds an address, or -1. */
    int find(long address) {
        int index = indexAtOrBefore(address);
        return index >= 0 && address < ends[index] ? index : -1;
    }

    /** Whether all bytes of a range are there. */
    boolean covers(long address, long size) {
        int index = find(address);
        return index >= 0 && size <= ends[index] - address;
    }

    /** The index of the last stretch that begins at or before an address, or -1. */
    int indexAtOrBefore(long address) {
        int index = Arrays.binarySearch(starts, address);
        return index >= 0 ? index : -index - 2;
    }

    /** Collects stretches in ascending order. */
    static final class Builder {
        private long[] starts = new long[16];
        private long[] ends = new long[16];
        private int count;

        /**
         * Adds a stretch; an empty one is passed over, one that adjoins the last is joined to it.
         */
        void add(long start, long end) {
            if (start >= end) {
                return;
            }
            if (count > 0 && ends[count - 1] >= start) {
                ends[count - 1] = Math.max(end, ends[count - 1]);
                return;
            }
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, 2 * count);
                ends = Arrays.copyOf(ends, 2 * count);
            }
            starts[count] = start;
            ends[count] = end;
            count++;
        }

        Islands build() {
            return new Islands(Arrays.copyOf(starts, count), Arrays.copyOf(ends, count));
        }
    }
}
