package org.cairn.heap.windows.internal.segment.layout;

/** What a descriptor says of its page range. */
public enum RangeKind {
    /** Free; the descriptor is the first of its range. */
    FREE,
    /** Not the first unit of a range in use. */
    CONTINUED,
    /** The first unit of a block of whole units. */
    BACKEND,
    /** The first unit of a subsegment with blocks of one size. */
    LFH,
    /** The first unit of a subsegment with blocks of variable size. */
    VS,
    /** Flags that are not known. */
    UNKNOWN;

    /** Whether it is the first unit of a range in use. */
    public boolean isUsed() {
        return this == BACKEND || this == LFH || this == VS;
    }
}
