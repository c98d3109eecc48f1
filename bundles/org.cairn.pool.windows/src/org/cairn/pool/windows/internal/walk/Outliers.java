package org.cairn.pool.windows.internal.walk;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Blocks that break a rule which nearly all others keep. When many break it, it is not one of this
 * version.
 */
final class Outliers {
    /** So many blocks keep the rule for each one that breaks it. */
    private static final int KEEPERS = 10;

    private static final int MAX_TOLD = 1000;

    private final List<Outlier> outliers = new ArrayList<>();
    private long broken;
    private long kept;

    /**
     * A block that breaks the rule.
     *
     * @param block address of its header
     * @param place address of what is wrong
     * @param actual what is there
     */
    record Outlier(long block, long place, long actual) {}

    /** A block keeps the rule. */
    void keep() {
        kept++;
    }

    /** A block breaks the rule. */
    void add(long block, long place, long actual) {
        broken++;
        if (outliers.size() < MAX_TOLD) {
            outliers.add(new Outlier(block, place, actual));
        }
    }

    /** Passes on those that break the rule, if it is one. */
    void close(Consumer<Outlier> taker) {
        if (broken * KEEPERS <= kept) {
            outliers.forEach(taker);
        }
    }
}
