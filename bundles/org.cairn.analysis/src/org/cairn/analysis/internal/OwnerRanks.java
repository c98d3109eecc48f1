package org.cairn.analysis.internal;

import org.cairn.heap.Owner;

import java.util.Arrays;

/** How sure the owners of one heap's blocks are, by their numbers. */
final class OwnerRanks {
    private static final int FIRST_CAPACITY = 64;

    private byte[] ranks = new byte[FIRST_CAPACITY];

    /** Takes note of an owner. */
    void add(int number, Owner owner) {
        if (number >= ranks.length) {
            ranks = Arrays.copyOf(ranks, Math.max(number + 1, ranks.length * 2));
        }
        ranks[number] = (byte) (owner.confidence().ordinal() + 1);
    }

    /** Whether more is sure of one owner than of another; anything is more than no owner. */
    boolean isSurer(int one, int other) {
        return rank(one) > rank(other);
    }

    private int rank(int number) {
        return number < ranks.length ? ranks[number] : 0;
    }
}
