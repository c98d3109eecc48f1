package org.cairn.ui.widgets.hex;

import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Which range is to be seen at an address. Of ranges that overlap it is the one that begins last,
 * of those the shorter, of those the later in the list; so what lies in another is seen.
 */
final class RangeMap {
    private static final Comparator<ByteRange> UNDERMOST_FIRST =
            Comparator.comparing(ByteRange::first, Long::compareUnsigned)
                    .thenComparing(ByteRange::last, (a, b) -> Long.compareUnsigned(b, a));

    private final List<Stretch> stretches;

    RangeMap(List<ByteRange> ranges) {
        stretches = flatten(ranges.stream().sorted(UNDERMOST_FIRST).toList());
    }

    /** The range to be seen at an address. */
    @Nullable
    ByteRange at(long address) {
        int index = floor(address);
        return index >= 0 && Long.compareUnsigned(stretches.get(index).last, address) >= 0
                ? stretches.get(index).range
                : null;
    }

    /**
     * The ranges to be seen in a row.
     *
     * @param address of its first byte
     * @param out gets the range of each byte, or null
     */
    void row(long address, @Nullable ByteRange[] out) {
        Arrays.fill(out, null);
        long end = address + (out.length - 1);
        for (int s = Math.max(0, floor(address)); s < stretches.size(); s++) {
            Stretch stretch = stretches.get(s);
            if (Long.compareUnsigned(stretch.first, end) > 0) {
                return;
            }
            if (Long.compareUnsigned(stretch.last, address) >= 0) {
                long from = unsignedMax(stretch.first, address) - address;
                long to = unsignedMin(stretch.last, end) - address;
                Arrays.fill(out, (int) from, (int) to + 1, stretch.range);
            }
        }
    }

    private int floor(long address) {
        int low = 0;
        int high = stretches.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(stretches.get(middle).first, address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    private static List<Stretch> flatten(List<ByteRange> ranges) {
        List<Stretch> out = new ArrayList<>();
        PriorityQueue<Integer> open = new PriorityQueue<>(Comparator.reverseOrder());
        int next = 0;
        long at = 0;
        while (next < ranges.size() || !open.isEmpty()) {
            if (open.isEmpty()) {
                at = ranges.get(next).first();
            }
            while (next < ranges.size() && ranges.get(next).first() == at) {
                open.add(next++);
            }
            ByteRange top = ranges.get(open.element());
            long end =
                    next < ranges.size()
                            ? unsignedMin(top.last(), ranges.get(next).first() - 1)
                            : top.last();
            out.add(new Stretch(at, end, top));
            while (!open.isEmpty()
                    && Long.compareUnsigned(ranges.get(open.element()).last(), end) <= 0) {
                open.remove();
            }
            at = end + 1;
        }
        return out;
    }

    private static long unsignedMin(long a, long b) {
        return Long.compareUnsigned(a, b) < 0 ? a : b;
    }

    private static long unsignedMax(long a, long b) {
        return Long.compareUnsigned(a, b) > 0 ? a : b;
    }

    private record Stretch(long first, long last, ByteRange range) {}
}
