package org.cairn.heap.windows.internal.segment.walk;

import org.cairn.dump.DumpRegion;
import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Whether memory that is not in the dump was committed. What the dump says of its regions counts
 * most, then what the heap's own structures leave possible.
 */
final class Commitment {
    private static final String COMMITTED = "commit";

    private final List<DumpRegion> regions;
    private LongPredicate possible = page -> true;
    private int current;

    Commitment(List<DumpRegion> regions) {
        this.regions = new ArrayList<>(regions);
        this.regions.sort(Comparator.comparing(DumpRegion::start, Long::compareUnsigned));
    }

    /** Goes on in a part of the heap whose structures say this of a page. */
    void within(LongPredicate mayBeCommitted) {
        possible = mayBeCommitted;
    }

    /** Whether a page that is not in the dump was committed. */
    boolean isCommitted(long page) {
        DumpRegion region = regionAt(page);
        return region == null || region.state().isEmpty()
                ? possible.test(page)
                : region.state().equals(COMMITTED);
    }

    private @Nullable DumpRegion regionAt(long page) {
        if (current < regions.size() && holds(regions.get(current), page)) {
            return regions.get(current);
        }
        int low = 0;
        int high = regions.size();
        while (low < high) {
            int middle = low + high >>> 1;
            if (Long.compareUnsigned(regions.get(middle).last(), page) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        current = low;
        return low < regions.size() && holds(regions.get(low), page) ? regions.get(low) : null;
    }

    private static boolean holds(DumpRegion region, long page) {
        return Long.compareUnsigned(region.start(), page) <= 0
                && Long.compareUnsigned(page, region.last()) <= 0;
    }
}
