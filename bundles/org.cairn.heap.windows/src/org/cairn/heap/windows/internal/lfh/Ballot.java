package org.cairn.heap.windows.internal.lfh;

import java.util.HashMap;
import java.util.Map;

/** Counts which value occurs most often. */
final class Ballot {
    private static final int QUORUM = 2;

    private final Map<Integer, Integer> counts = new HashMap<>();
    private int votes;
    private int best;
    private int bestCount;

    void vote(int value) {
        votes++;
        int count = counts.merge(value, 1, Integer::sum).intValue();
        if (count > bestCount) {
            bestCount = count;
            best = value;
        }
    }

    /** How many votes there are. */
    int votes() {
        return votes;
    }

    /** The value that occurs most often. */
    int best() {
        return best;
    }

    /** How often it occurs. */
    int bestCount() {
        return bestCount;
    }

    /** Whether it was seen at least twice and in more than half of all votes. */
    boolean isDecided() {
        return bestCount >= QUORUM && 2 * bestCount > votes;
    }

    @Override
    public String toString() {
        return bestCount + " of " + votes;
    }
}
