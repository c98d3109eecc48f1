package org.cairn.heap.windows.internal.segment.walk;

import org.cairn.heap.windows.internal.memory.LongList;
import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.segment.layout.TreeFields;
import org.cairn.memory.Addresses;
import org.cairn.memory.MemoryCursor;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads the nodes of a red-black tree in order. Colours are not looked at; each node's link to its
 * parent must lead back, so that no way goes round in a circle. A node whose link back is wrong is
 * kept, once, when its own children confirm that it is one.
 */
final class TreeReader {
    private static final int MAX_NODES = 1 << 23;
    private static final int CHECK_MASK = 0xffff;
    private static final int MAX_KEPT = 1 << 10;

    private final Scope scope;
    private final ProcessMemory memory;
    private final TreeFields fields;
    private final String name;
    private final Consumer<LinkFault> faults;
    private final LongList nodes = new LongList();
    private final Set<Long> kept = new HashSet<>();
    private int entered;
    private boolean complete = true;

    /**
     * Prepares for a tree.
     *
     * @param scope of the walk
     * @param name what the tree is called
     */
    TreeReader(Scope scope, String name) {
        this(scope, name, scope::tell);
    }

    /**
     * Prepares for a tree whose faults are not told at once.
     *
     * @param scope of the walk
     * @param name what the tree is called
     * @param faults takes them
     */
    TreeReader(Scope scope, String name, Consumer<LinkFault> faults) {
        this.scope = scope;
        this.faults = faults;
        this.memory = scope.memory();
        this.fields = scope.layout().tree();
        this.name = name;
    }

    /** Reads a tree; returns its nodes in order. */
    LongList read(long tree) {
        if (!memory.isPresent(tree, 2 * memory.pointerSize())) {
            absent(tree, tree);
            return nodes;
        }
        MemoryCursor cursor = memory.cursor();
        long root = memory.pointerAt(fields.root());
        if (fields.encoded().get(cursor) != 0 && root != 0) {
            root ^= tree;
        }
        if (root != 0 && enter(root, 0, tree + fields.root())) {
            inOrder(root);
        }
        return nodes;
    }

    /** Whether all nodes were read. */
    boolean isComplete() {
        return complete;
    }

    private void inOrder(long root) {
        LongList stack = new LongList();
        int depth = 0;
        long node = root;
        boolean down = true;
        while (true) {
            if (down) {
                long left = child(node, fields.left());
                if (left != 0) {
                    push(stack, depth++, node);
                    node = left;
                    continue;
                }
            }
            nodes.add(node);
            if ((nodes.size() & CHECK_MASK) == 0) {
                scope.progress().checkCancelled();
            }
            long right = isFork(node) ? child(node, fields.right()) : 0;
            if (right != 0) {
                node = right;
                down = true;
            } else if (depth > 0) {
                node = stack.get(--depth);
                down = false;
            } else {
                return;
            }
        }
    }

    /** Whether both children are not the same one. */
    private boolean isFork(long node) {
        long left = memory.pointer(node + fields.left(), 0);
        return left == 0 || left != memory.pointer(node + fields.right(), 0);
    }

    private static void push(LongList stack, int depth, long node) {
        if (depth < stack.size()) {
            stack.set(depth, node);
        } else {
            stack.add(node);
        }
    }

    /** The child that a node's link leads to, 0 when there is none that can be followed. */
    private long child(long node, int link) {
        long child = memory.pointer(node + link, 0);
        return child != 0 && enter(child, node, node + link) ? child : 0;
    }

    /** Whether a node can be followed; each is entered once. */
    private boolean enter(long node, long parent, long link) {
        if ((node & memory.pointerSize() - 1) == 0 && !memory.isPresent(node, fields.nodeBytes())) {
            absent(link, node);
            return false;
        }
        boolean possible = (node & memory.pointerSize() - 1) == 0 && entered++ < MAX_NODES;
        long back = possible ? parentOf(node) : 0;
        if (possible && back == parent) {
            return true;
        }
        if (possible && kept.size() < MAX_KEPT && confirmed(node) && kept.add(node)) {
            complain(node + fields.parent(), node, "link back", parent, back);
            return true;
        }
        complete = false;
        complain(link, node, "link to " + Addresses.hex(node) + ", whose link back", parent, back);
        return false;
    }

    /** Whether something that claims another parent is a node: it has children that know it. */
    private boolean confirmed(long node) {
        int known = 0;
        for (int link : new int[] {fields.left(), fields.right()}) {
            long child = memory.pointer(node + link, 0);
            if (child != 0) {
                if (!memory.isPresent(child, fields.nodeBytes()) || parentOf(child) != node) {
                    return false;
                }
                known++;
            }
        }
        return known > 0 || isLeafOfZeros(node);
    }

    private boolean isLeafOfZeros(long node) {
        return memory.pointer(node + fields.left(), -1) == 0
                && memory.pointer(node + fields.right(), -1) == 0;
    }

    private long parentOf(long node) {
        return memory.pointer(node + fields.parent(), 0) & ~TreeFields.BALANCE;
    }

    private void absent(long link, long node) {
        complete = false;
        faults.accept(
                new LinkFault(
                        SegmentRule.ABSENT,
                        link,
                        node,
                        fields.nodeBytes(),
                        name + ": link leads to absent memory at " + Addresses.hex(node),
                        "",
                        ""));
    }

    private void complain(long address, long node, String what, long expected, long actual) {
        faults.accept(
                new LinkFault(
                        SegmentRule.TREE,
                        address,
                        node,
                        fields.nodeBytes(),
                        name + ": " + what + " is wrong",
                        Addresses.hex(expected),
                        Addresses.hex(actual)));
    }
}
