package org.cairn.testkit.internal.segment;

import org.cairn.memory.Structure;
import org.cairn.testkit.SegmentHeapOptions;
import org.cairn.types.TypeTable;

/** What differs between the versions of the segment heap. */
public final class Shape {
    /** Units that a page segment is divided into, and descriptors that it has. */
    static final int UNITS = 256;

    private static final long CONSTANT = 0xa2e6_4ead_a2e6_4eadL;
    private static final long X86 = 0xffff_ffffL;

    private final SegmentHeapOptions options;
    private final TypeTable types;
    private final int pointer;

    /** Prepares for heaps of one version. */
    public Shape(SegmentHeapOptions options) {
        this.options = options;
        this.types = options.types();
        this.pointer = types.id().architecture().pointerSize();
    }

    Structure structure(String name) {
        return types.structure(name);
    }

    int pointer() {
        return pointer;
    }

    int unit() {
        return 2 * pointer;
    }

    boolean isWide() {
        return pointer == Long.BYTES;
    }

    /** Whether the heap itself is its only context. */
    boolean isSingle() {
        return structure("_SEGMENT_HEAP").find("SegContexts").isEmpty();
    }

    boolean encodesTrees() {
        return options.encodedTrees() && structure("_RTL_RB_TREE").find("Encoded").isPresent();
    }

    int descriptorBytes() {
        return structure("_HEAP_PAGE_RANGE_DESCRIPTOR").size();
    }

    /** The first unit behind the descriptors. */
    int firstUnit(int unitShift) {
        int bytes = UNITS * descriptorBytes();
        return (bytes + (1 << unitShift) - 1) >> unitShift;
    }

    long contextAddress(long heap, int index) {
        Structure layout = structure("_SEGMENT_HEAP");
        return isSingle()
                ? heap
                : heap
                        + layout.offset("SegContexts")
                        + (long) index * structure("_HEAP_SEG_CONTEXT").size();
    }

    int firstChunk() {
        int bytes = structure("_HEAP_VS_SUBSEGMENT").size();
        return (bytes + unit() - 1) / unit() * unit();
    }

    /** The signature of a page segment. */
    long segmentSignature(long segment, long context, long heapKey) {
        long constant = options.late() ? 0 : CONSTANT;
        return cut(segment ^ context ^ heapKey ^ constant);
    }

    /** The offsets of a subsegment as they are in memory. */
    int encodedOffsets(long subsegment, int first, int blockSize, int lfhKey) {
        long page = options.late() ? subsegment >>> 12 : (subsegment & X86) >>> 12;
        return (first << 16 | blockSize) ^ lfhKey ^ (int) page;
    }

    /** The first word of a chunk as it is in memory. */
    long encodedSizes(
            long chunk, int units, int previousUnits, boolean busy, int cost, long heapKey) {
        long busyBit = busy ? 1 : 0;
        long word =
                isWide()
                        ? cost | (long) units << 16 | (long) previousUnits << 32 | busyBit << 48
                        : cost & 1 | (long) units << 1 | (long) previousUnits << 16 | busyBit << 31;
        return cut(word ^ chunk ^ heapKey);
    }

    long cut(long value) {
        return isWide() ? value : value & X86;
    }
}
