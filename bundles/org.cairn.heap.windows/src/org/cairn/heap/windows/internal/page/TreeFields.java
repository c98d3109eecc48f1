package org.cairn.heap.windows.internal.page;

import org.cairn.memory.Structure;

/**
 * Offsets in {@code _RTL_BALANCED_LINKS}; the root of the tree is the right child of its table.
 *
 * @param parent of {@code Parent}
 * @param left of {@code LeftChild}
 * @param right of {@code RightChild}
 */
record TreeFields(int parent, int left, int right) {
    /** Before Vista: busy nodes are a list. */
    static final TreeFields NONE = new TreeFields(-1, -1, -1);

    static TreeFields bind(Structure links) {
        return new TreeFields(
                links.offset("Parent"), links.offset("LeftChild"), links.offset("RightChild"));
    }
}
