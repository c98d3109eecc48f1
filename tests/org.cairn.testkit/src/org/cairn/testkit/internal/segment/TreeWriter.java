package org.cairn.testkit.internal.segment;

import org.cairn.memory.Structure;
import org.cairn.testkit.SyntheticMemory;

import java.util.List;

/** Writes balanced trees of {@code _RTL_BALANCED_NODE}. */
final class TreeWriter {
    private static final int RED_LEVEL = 1;

    private final SyntheticMemory memory;
    private final Structure tree;
    private final Structure node;
    private final boolean encoded;

    TreeWriter(Shape shape, SyntheticMemory memory) {
        this.memory = memory;
        this.tree = shape.structure("_RTL_RB_TREE");
        this.node = shape.structure("_RTL_BALANCED_NODE");
        this.encoded = shape.encodesTrees();
    }

    /** Writes a tree of nodes that are in order. */
    void write(long address, List<Long> nodes) {
        long root = write(nodes, 0, nodes.size(), 0, 0);
        long min = nodes.isEmpty() ? 0 : nodes.getFirst();
        memory.set(address, tree, "Root", encoded && root != 0 ? root ^ address : root);
        memory.set(address, tree, "Min", encoded ? min | 1 : min);
    }

    private long write(List<Long> nodes, int from, int to, long parent, int depth) {
        if (from == to) {
            return 0;
        }
        int middle = from + to >>> 1;
        long at = nodes.get(middle);
        memory.set(at, node, "Left", write(nodes, from, middle, at, depth + 1));
        memory.set(at, node, "Right", write(nodes, middle + 1, to, at, depth + 1));
        memory.set(at, node, "ParentValue", parent | depth & RED_LEVEL);
        return at;
    }
}
