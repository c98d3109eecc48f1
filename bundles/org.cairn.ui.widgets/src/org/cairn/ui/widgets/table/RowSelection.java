package org.cairn.ui.widgets.table;

import java.util.ArrayList;
import java.util.List;

/**
 * Which rows are selected, as few ranges, and which one has the focus. Knows no row but by its
 * rank.
 */
final class RowSelection {
    /** The focus or anchor where there is none. */
    static final long NONE = -1;

    private final List<RankRange> ranges = new ArrayList<>();
    private long focus = NONE;
    private long anchor = NONE;

    /** Ascending, with a row between each two that is not selected. */
    List<RankRange> ranges() {
        return List.copyOf(ranges);
    }

    /** The row that keys begin from, or {@link #NONE}. */
    long focus() {
        return focus;
    }

    long size() {
        long size = 0;
        for (RankRange range : ranges) {
            size += range.size();
        }
        return size;
    }

    boolean contains(long rank) {
        int at = firstEndingAtOrAfter(rank);
        return at < ranges.size() && ranges.get(at).contains(rank);
    }

    void clear() {
        ranges.clear();
        focus = NONE;
        anchor = NONE;
    }

    /** Selects one row only. */
    void only(long rank) {
        ranges.clear();
        ranges.add(new RankRange(rank, rank));
        focus = rank;
        anchor = rank;
    }

    /** Selects the rows from the anchor to the one given, and no others. */
    void extendTo(long rank) {
        ranges.clear();
        addTo(rank);
    }

    /** Selects the rows from the anchor to the one given as well. */
    void addTo(long rank) {
        if (anchor == NONE) {
            anchor = rank;
        }
        add(new RankRange(Math.min(anchor, rank), Math.max(anchor, rank)));
        focus = rank;
    }

    /** Selects the row if it is not selected, otherwise no longer. */
    void toggle(long rank) {
        if (contains(rank)) {
            remove(rank);
        } else {
            add(new RankRange(rank, rank));
        }
        focus = rank;
        anchor = rank;
    }

    /** Moves the focus and leaves the selection. */
    void moveFocus(long rank) {
        focus = rank;
        anchor = rank;
    }

    /** Selects all of so many rows. */
    void all(long count) {
        ranges.clear();
        if (count > 0) {
            ranges.add(new RankRange(0, count - 1));
            focus = focus == NONE ? 0 : focus;
            anchor = 0;
        }
    }

    /** Forgets the rows beyond so many; tells whether there were any. */
    boolean cutTo(long count) {
        if (focus < count
                && anchor < count
                && (ranges.isEmpty() || ranges.getLast().last() < count)) {
            return false;
        }
        while (!ranges.isEmpty() && ranges.getLast().first() >= count) {
            ranges.removeLast();
        }
        if (!ranges.isEmpty() && ranges.getLast().last() >= count) {
            ranges.set(ranges.size() - 1, new RankRange(ranges.getLast().first(), count - 1));
        }
        focus = Math.min(focus, count - 1);
        anchor = Math.min(anchor, count - 1);
        return true;
    }

    private void add(RankRange added) {
        int from = firstEndingAtOrAfter(added.first() - 1);
        int to = from;
        long first = added.first();
        long last = added.last();
        while (to < ranges.size() && ranges.get(to).first() <= added.last() + 1) {
            first = Math.min(first, ranges.get(to).first());
            last = Math.max(last, ranges.get(to).last());
            to++;
        }
        ranges.subList(from, to).clear();
        ranges.add(from, new RankRange(first, last));
    }

    private void remove(long rank) {
        int at = firstEndingAtOrAfter(rank);
        RankRange range = ranges.remove(at);
        if (rank < range.last()) {
            ranges.add(at, new RankRange(rank + 1, range.last()));
        }
        if (range.first() < rank) {
            ranges.add(at, new RankRange(range.first(), rank - 1));
        }
    }

    private int firstEndingAtOrAfter(long rank) {
        int low = 0;
        int high = ranges.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ranges.get(middle).last() < rank) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
