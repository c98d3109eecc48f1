package org.cairn.testkit.internal;

/** Pseudo-random numbers for many blocks: the 64-bit xorshift generator of Marsaglia. */
final class Dice {
    private static final long NOT_ZERO = 0x9e37_79b9_7f4a_7c15L;

    private long state;

    /** Starts anew; two numbers name a sequence. */
    void seed(long one, long two) {
        state = (one * NOT_ZERO ^ two) * NOT_ZERO | 1;
        for (int i = 0; i < Long.BYTES; i++) {
            next();
        }
    }

    /** A number from 0 up to, not including, a bound. */
    int below(int bound) {
        return (int) ((next() >>> Integer.SIZE) * bound >>> Integer.SIZE);
    }

    private long next() {
        state ^= state << 13;
        state ^= state >>> 7;
        state ^= state << 17;
        return state;
    }
}
