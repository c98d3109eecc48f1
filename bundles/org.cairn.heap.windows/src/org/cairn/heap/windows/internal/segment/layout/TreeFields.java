package org.cairn.heap.windows.internal.segment.layout;

/**
 * Offsets in {@code _RTL_RB_TREE} and {@code _RTL_BALANCED_NODE}.
 *
 * @param root of {@code Root}
 * @param encoded {@code Encoded}: whether the root is combined with the tree's address by XOR
 * @param left of {@code Left}
 * @param right of {@code Right}
 * @param parent of {@code ParentValue}
 * @param nodeBytes size of a node
 */
public record TreeFields(int root, Bits encoded, int left, int right, int parent, int nodeBytes) {
    /** The bits of {@code ParentValue} that are no part of the address. */
    public static final long BALANCE = 3;

    static TreeFields bind(TypeFields tree, TypeFields node) {
        return new TreeFields(
                tree.of("Root"),
                tree.bitsIfThere("Encoded"),
                node.of("Left"),
                node.of("Right"),
                node.of("ParentValue"),
                node.size());
    }
}
