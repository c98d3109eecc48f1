package org.cairn.analysis;

import org.cairn.analysis.Overview.SizeClass;
import org.cairn.analysis.Overview.Sum;
import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Counts busy and free blocks in classes of similar size. */
final class SizeCounts {
    /** The size 0, then one class for each power of two below 2^63; no size is above. */
    private static final int CLASSES = Long.SIZE;

    private final @Nullable Sum[][] sums = new @Nullable Sum[CLASSES][2];

    /** Counts blocks of one size and one state, 0 for busy and 1 for free. */
    void add(long size, int state, long count) {
        @Nullable Sum[] pair = sums[Long.SIZE - Long.numberOfLeadingZeros(size)];
        pair[state] = sum(pair[state]).plus(Sum.of(count, size));
    }

    private static Sum sum(@Nullable Sum known) {
        return known == null ? Sum.ZERO : known;
    }

    /** The classes from the least to the greatest that has blocks. */
    List<SizeClass> classes() {
        List<SizeClass> classes = new ArrayList<>();
        int complete = 0;
        for (int i = 0; i < CLASSES; i++) {
            boolean isEmpty = sums[i][0] == null && sums[i][1] == null;
            if (isEmpty && classes.isEmpty()) {
                continue;
            }
            long least = i == 0 ? 0 : 1L << i - 1;
            long most = i == 0 ? 0 : least + (least - 1);
            classes.add(new SizeClass(least, most, sum(sums[i][0]), sum(sums[i][1])));
            complete = isEmpty ? complete : classes.size();
        }
        return List.copyOf(classes.subList(0, complete));
    }
}
