package org.cairn.testkit;

import org.cairn.types.TypeTable;

/**
 * How a segment heap is made.
 *
 * @param types the layouts of its structures
 * @param late whether it is one of 26100 or later: no constant in signatures, and the whole address
 *     in the encoding of LFH offsets
 * @param encodedTrees whether the roots of its trees are combined with the tree's address
 */
public record SegmentHeapOptions(TypeTable types, boolean late, boolean encodedTrees) {
    /** A heap of the builds that the table is of. */
    public static SegmentHeapOptions of(TypeTable types) {
        return new SegmentHeapOptions(types, false, false);
    }
}
