package org.cairn.heap.windows.internal.segment.memory;

import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.segment.layout.DescriptorFields;
import org.cairn.heap.windows.internal.segment.layout.RangeKind;
import org.cairn.heap.windows.internal.segment.layout.SegmentLayout;
import org.cairn.memory.Absence;
import org.cairn.memory.MemoryCursor;

/** The descriptors of one page segment. */
public final class PageRanges {
    /** The number of units of a page segment. */
    public static final int COUNT = DescriptorFields.COUNT;

    private final SegmentContext context;
    private final long segment;
    private final int bytes;
    private final RangeKind[] kinds = new RangeKind[COUNT];
    private final int[] flags = new int[COUNT];
    private final int[] units = new int[COUNT];
    private final int[] committed = new int[COUNT];
    private final long[] unused = new long[COUNT];
    private final boolean[] present = new boolean[COUNT];
    private final int maxCount;
    private Absence absence = Absence.NOT_CAPTURED;

    /**
     * Reads the descriptors of a segment.
     *
     * @param memory holds it
     * @param layout of the heap
     * @param context that the segment belongs to
     * @param segment its address
     */
    public PageRanges(
            ProcessMemory memory, SegmentLayout layout, SegmentContext context, long segment) {
        DescriptorFields fields = layout.descriptor();
        this.context = context;
        this.segment = segment;
        this.bytes = fields.bytes();
        boolean countsPages = fields.committedPages().exist();
        this.maxCount = (1 << fields.committedPages().width()) - 1;
        for (int i = 0; i < COUNT; i++) {
            kinds[i] = RangeKind.UNKNOWN;
            if (memory.isPresent(address(i), bytes)) {
                MemoryCursor cursor = memory.cursor();
                present[i] = true;
                flags[i] = (int) fields.rangeFlags().get(cursor);
                kinds[i] = fields.flags().kind(flags[i]);
                units[i] = (int) fields.units().get(cursor);
                unused[i] = fields.unusedBytes().get(cursor);
                committed[i] =
                        countsPages
                                ? (int) fields.committedPages().get(cursor)
                                : fields.flags().isCommitted(flags[i]) ? 1 : 0;
            } else if (i >= context.firstUnit()) {
                absence = memory.absence();
            }
        }
    }

    /** The context of the segment. */
    public SegmentContext context() {
        return context;
    }

    /** The address of the segment. */
    public long segment() {
        return segment;
    }

    /** Why descriptors are absent. */
    public Absence absence() {
        return absence;
    }

    /** The address of a descriptor. */
    public long address(int index) {
        return segment + (long) index * bytes;
    }

    /** The first address of a unit; for {@link #COUNT} the end of the segment. */
    public long unit(int index) {
        return context.unit(segment, index);
    }

    /** Whether a descriptor is there. */
    public boolean isPresent(int index) {
        return present[index];
    }

    /** What a descriptor says of its range. */
    public RangeKind kind(int index) {
        return kinds[index];
    }

    /** The flags of a descriptor. */
    public int flags(int index) {
        return flags[index];
    }

    /** The units of a first descriptor's range, else the distance from the first one. */
    public int units(int index) {
        return units[index];
    }

    /** The unused bytes of a block of whole units. */
    public long unusedBytes(int index) {
        return unused[index];
    }

    /** Whether a descriptor begins a range that its followers confirm. */
    public boolean isHead(int index) {
        if (!present[index] || !isInside(index)) {
            return false;
        }
        if (kinds[index] == RangeKind.FREE) {
            return true;
        }
        return kinds[index].isUsed() && index + 1 + followers(index) == index + units[index];
    }

    /** Whether the size of a first descriptor is possible. */
    public boolean isInside(int index) {
        return units[index] >= 1 && index + units[index] <= COUNT;
    }

    /** How many descriptors behind one say that they continue its range. */
    public int followers(int index) {
        int next = index + 1;
        while (next < COUNT && continues(next, index)) {
            next++;
        }
        return next - index - 1;
    }

    /** Whether a descriptor says that it continues the range that begins with another one. */
    public boolean continues(int index, int first) {
        return present[index]
                && kinds[index] == RangeKind.CONTINUED
                && units[index] == index - first;
    }

    /**
     * Whether the descriptors leave it possible that a page is committed: those count the committed
     * pages of each unit, taken to be its first ones. Where the count has fewer bits than needed
     * (x86: three), only zero is certain.
     */
    public boolean mayBeCommitted(long page) {
        int index = (int) (page - segment >>> context.unitShift());
        if (!present[index]) {
            return true;
        }
        int pagesPerUnit = 1 << context.unitShift() - SegmentLayout.PAGE_SHIFT;
        long inUnit = (page - unit(index)) >>> SegmentLayout.PAGE_SHIFT;
        return pagesPerUnit <= maxCount ? inUnit < committed[index] : committed[index] != 0;
    }
}
