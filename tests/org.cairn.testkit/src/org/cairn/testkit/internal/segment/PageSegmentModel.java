package org.cairn.testkit.internal.segment;

import org.cairn.testkit.internal.segment.RangeModel.Use;

import java.util.ArrayList;
import java.util.List;

/** A page segment: its units, divided into ranges. */
final class PageSegmentModel {
    private final int context;
    private final long address;
    private final int unitShift;
    private final int firstUnit;
    private final List<RangeModel> ranges = new ArrayList<>();

    PageSegmentModel(int context, long address, int unitShift, int firstUnit) {
        this.context = context;
        this.address = address;
        this.unitShift = unitShift;
        this.firstUnit = firstUnit;
        ranges.add(RangeModel.free(firstUnit, Shape.UNITS - firstUnit));
    }

    int context() {
        return context;
    }

    long address() {
        return address;
    }

    long size() {
        return (long) Shape.UNITS << unitShift;
    }

    int unitShift() {
        return unitShift;
    }

    int firstUnit() {
        return firstUnit;
    }

    List<RangeModel> ranges() {
        return ranges;
    }

    long start(RangeModel range) {
        return address + ((long) range.first() << unitShift);
    }

    long end(RangeModel range) {
        return start(range) + ((long) range.units() << unitShift);
    }

    /** Takes units out of the first free range that is long enough; returns its index or -1. */
    int take(int units) {
        for (int i = 0; i < ranges.size(); i++) {
            RangeModel free = ranges.get(i);
            if (free.use() == Use.FREE && free.units() >= units) {
                ranges.set(i, RangeModel.free(free.first(), units));
                if (free.units() > units) {
                    ranges.add(i + 1, RangeModel.free(free.first() + units, free.units() - units));
                }
                return i;
            }
        }
        return -1;
    }

    /** Frees a range and joins it with its free neighbours. */
    void release(int index) {
        int begin = index;
        int last = index;
        if (index > 0 && ranges.get(index - 1).use() == Use.FREE) {
            begin--;
        }
        if (index + 1 < ranges.size() && ranges.get(index + 1).use() == Use.FREE) {
            last++;
        }
        int units = 0;
        for (int i = begin; i <= last; i++) {
            units += ranges.get(i).units();
        }
        int first = ranges.get(begin).first();
        ranges.subList(begin, last + 1).clear();
        ranges.add(begin, RangeModel.free(first, units));
    }
}
