package org.cairn.heap.windows.internal.layout;

/**
 * Offsets in the structure of an uncommitted range: {@code _HEAP_UNCOMMMTTED_RANGE} (the vendor's
 * spelling) of XP and 2003, {@code _HEAP_UCR_DESCRIPTOR} from Vista on.
 *
 * @param bytes size of the structure
 * @param link of {@code Next}, from Vista on of the list entry {@code SegmentEntry}
 * @param address of {@code Address}
 * @param size of {@code Size}
 */
public record RangeFields(int bytes, int link, int address, int size) {
    static String type(Family family) {
        return family == Family.NT5 ? "_HEAP_UNCOMMMTTED_RANGE" : "_HEAP_UCR_DESCRIPTOR";
    }

    static RangeFields bind(Offsets range, Family family) {
        return new RangeFields(
                range.size(),
                range.of(family == Family.NT5 ? "Next" : "SegmentEntry"),
                range.of("Address"),
                range.of("Size"));
    }
}
