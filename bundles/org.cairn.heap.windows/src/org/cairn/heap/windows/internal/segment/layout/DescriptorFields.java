package org.cairn.heap.windows.internal.segment.layout;

/**
 * Fields of {@code _HEAP_PAGE_RANGE_DESCRIPTOR}, of which a page segment begins with {@link
 * #COUNT}, and of {@code _HEAP_PAGE_SEGMENT}, which lies over the first of them.
 *
 * @param bytes size of a descriptor
 * @param signature offset of {@code _HEAP_PAGE_SEGMENT.Signature}
 * @param treeSignature {@code TreeSignature}
 * @param unusedBytes {@code UnusedBytes}, of a first descriptor
 * @param extraPresent {@code ExtraPresent}, of a first descriptor
 * @param rangeFlags {@code RangeFlags}
 * @param committedPages {@code CommittedPageCount}, from 1709 on
 * @param units {@code UnitSize} of a first descriptor, {@code UnitOffset} of the others
 * @param flags what {@code RangeFlags} means
 */
public record DescriptorFields(
        int bytes,
        int signature,
        Bits treeSignature,
        Bits unusedBytes,
        Bits extraPresent,
        Bits rangeFlags,
        Bits committedPages,
        Bits units,
        RangeFlags flags) {
    /** Descriptors of a page segment, hence units that it is divided into. */
    public static final int COUNT = 256;

    /** {@code TreeSignature} of a range in use. */
    public static final long USED = 0xccddccddL;

    static DescriptorFields bind(TypeFields descriptor, TypeFields segment) {
        Bits committed = descriptor.bitsIfThere("CommittedPageCount");
        return new DescriptorFields(
                descriptor.size(),
                segment.of("Signature"),
                descriptor.bits("TreeSignature"),
                descriptor.bits("UnusedBytes"),
                descriptor.bits("ExtraPresent"),
                descriptor.bits("RangeFlagBits", "RangeFlags"),
                committed,
                descriptor.bits("UnitSize", "Size"),
                committed.exist() ? RangeFlags.MODERN : RangeFlags.EARLY);
    }

    /** Bytes of all descriptors of a segment. */
    public int arrayBytes() {
        return COUNT * bytes;
    }
}
