package org.cairn.heap.windows.internal.segment.walk;

import org.cairn.heap.windows.internal.memory.SortedAddresses;

/**
 * The descriptors that a context's tree of free page ranges has as its nodes.
 *
 * @param nodes their addresses
 * @param complete whether all of the tree was read
 */
record FreeRanges(SortedAddresses nodes, boolean complete) {
    /** No tree that says anything. */
    static final FreeRanges UNKNOWN = new FreeRanges(SortedAddresses.EMPTY, false);

    /** Reads the tree at an address. */
    static FreeRanges read(Scope scope, long tree) {
        TreeReader reader = new TreeReader(scope, "tree of free page ranges");
        SortedAddresses nodes = SortedAddresses.of(reader.read(tree));
        return new FreeRanges(nodes, reader.isComplete());
    }

    /** Whether the tree has a descriptor. */
    boolean lists(long descriptor) {
        return nodes.contains(descriptor);
    }

    /** Whether a descriptor is certainly not in the tree. */
    boolean denies(long descriptor) {
        return complete && !lists(descriptor);
    }
}
