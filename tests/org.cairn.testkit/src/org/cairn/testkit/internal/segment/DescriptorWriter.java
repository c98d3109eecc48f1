package org.cairn.testkit.internal.segment;

import static org.cairn.testkit.SyntheticMemory.PAGE;

import org.cairn.memory.Structure;
import org.cairn.testkit.SyntheticMemory;
import org.cairn.testkit.internal.Place;
import org.cairn.testkit.internal.segment.RangeModel.Use;

/** Writes the descriptors of page ranges. */
final class DescriptorWriter {
    private static final long USED = 0xccddccddL;
    private static final int FIRST = 2;
    private static final int CONTINUED = 1;
    private static final int[] MODERN = {FIRST, 3, 0xf, 0xb};
    private static final int EARLY_COMMITTED = 2;
    private static final int EARLY_CONTINUED = 4;
    private static final int EARLY_FIRST = 8;
    private static final int[] EARLY = {0, 4 | 8, 4 | 8 | 0x20, 4 | 8 | 1};

    private final Shape shape;
    private final SyntheticMemory memory;
    private final CommittedPages pages;
    private final Structure layout;
    private final boolean early;

    DescriptorWriter(Shape shape, SyntheticMemory memory, CommittedPages pages) {
        this.shape = shape;
        this.memory = memory;
        this.pages = pages;
        layout = shape.structure("_HEAP_PAGE_RANGE_DESCRIPTOR");
        early = layout.find("CommittedPageCount").isEmpty();
    }

    /** Writes those of one range. Nodes of trees that lie in free ones are written elsewhere. */
    void write(PageSegmentModel segment, RangeModel range) {
        for (int i = 0; i < range.units(); i++) {
            long at = segment.address() + (long) (range.first() + i) * shape.descriptorBytes();
            Place place = new Place(memory, layout, at);
            boolean used = range.use() != Use.FREE;
            if (used) {
                place.clear();
            }
            if (used && i == 0) {
                long unused = segment.end(range) - segment.start(range) - range.requested();
                place.set("TreeSignature", USED);
                place.set("UnusedBytes", range.use() == Use.BACKEND ? unused : 0);
            }
            long unit = segment.start(range) + ((long) i << segment.unitShift());
            flags(place, range.use(), i, pages.count(unit, unit + (1L << segment.unitShift())));
            place.set(early ? "Size" : "UnitSize", i == 0 ? range.units() : i);
        }
    }

    private void flags(Place place, Use use, int index, int committed) {
        if (early) {
            int kind = EARLY[use.ordinal()];
            int later = use == Use.FREE ? 0 : EARLY_CONTINUED;
            int first = use == Use.FREE ? EARLY_FIRST : kind;
            place.set(
                    "RangeFlags",
                    (index == 0 ? first : later) | (committed > 0 ? EARLY_COMMITTED : 0));
            return;
        }
        int later = use == Use.FREE ? 0 : CONTINUED;
        int flags = index == 0 ? MODERN[use.ordinal()] : later;
        boolean narrow = place.layout().find("RangeFlagBits").isPresent();
        int most = narrow ? 7 : (int) (0x10_0000 / PAGE);
        place.set(narrow ? "RangeFlagBits" : "RangeFlags", flags);
        place.set("CommittedPageCount", Math.min(committed, most));
    }
}
