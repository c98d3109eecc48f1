package org.cairn.dump.windows.internal;

/** Arithmetic with ranges of addresses and of the file, whose sums may pass 2^64. */
final class Ranges {
    private Ranges() {}

    /** The last address of a range of at least one byte, cut at the end of the address space. */
    static long last(long start, long size) {
        long room = -1L - start;
        return Long.compareUnsigned(size - 1, room) <= 0 ? start + size - 1 : -1L;
    }

    /** The sum of two unsigned values, {@link Long#MAX_VALUE} when it is larger than that. */
    static long sum(long a, long b) {
        long sum = a + b;
        return a < 0 || b < 0 || sum < 0 ? Long.MAX_VALUE : sum;
    }
}
