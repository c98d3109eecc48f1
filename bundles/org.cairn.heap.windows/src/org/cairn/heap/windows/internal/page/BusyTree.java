package org.cairn.heap.windows.internal.page;

import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.walk.Report;
import org.cairn.memory.Addresses;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongPredicate;

/**
 * The tree of a page heap's busy nodes, {@code _RTL_AVL_TABLE}: each node names its parent, and the
 * addresses of the blocks' data ascend from left to right.
 */
final class BusyTree {
    private static final String TREE = "tree of busy nodes";

    private final ProcessMemory memory;
    private final PageHeapLayout layout;
    private final Report report;
    private final AbsentNodes absent;
    private final LongPredicate taker;
    private boolean complete = true;
    private long last;

    /**
     * Prepares for a tree.
     *
     * @param absent takes nodes that are not there
     * @param taker takes a node; returns whether it was not taken before
     */
    BusyTree(
            ProcessMemory memory,
            PageHeapLayout layout,
            Report report,
            AbsentNodes absent,
            LongPredicate taker) {
        this.memory = memory;
        this.layout = layout;
        this.report = report;
        this.absent = absent;
        this.taker = taker;
    }

    /**
     * Follows the tree from left to right.
     *
     * @param table address of {@code BalancedRoot}, whose right child is the root
     * @return whether each link could be followed
     */
    boolean read(long table) {
        Deque<Long> path = new ArrayDeque<>();
        long at = child(table, layout.tree().right());
        while (at != 0 || !path.isEmpty()) {
            while (at != 0) {
                path.push(at);
                at = child(at, layout.tree().left());
            }
            long node = path.pop();
            order(node);
            at = child(node, layout.tree().right());
        }
        return complete;
    }

    private void order(long node) {
        long user = memory.pointer(node + layout.node().user(), 0);
        if (Long.compareUnsigned(user, last) < 0) {
            report.tell(
                    PageHeapRule.TREE,
                    node + layout.node().user(),
                    "node " + Addresses.hex(node) + " is in the wrong place of the tree",
                    "above " + Addresses.hex(last),
                    Addresses.hex(user));
        } else {
            last = user;
        }
    }

    /** A child that names its parent and was not met before, or 0. */
    private long child(long parent, int field) {
        long node = memory.pointer(parent + field, 0);
        if (node == 0) {
            return 0;
        }
        if ((node & layout.pointerSize() - 1) != 0) {
            return stop(parent + field, "a node", node);
        }
        if (!memory.isPresent(node, layout.node().bytes())) {
            complete = false;
            absent.tell(parent + field, TREE, node);
            return 0;
        }
        long back = memory.pointer(node + layout.tree().parent(), 0);
        if (back != parent) {
            stop(node + layout.tree().parent(), Addresses.hex(parent), back);
            PageNode lost = PageNode.read(memory, layout.node(), node, NodeKind.BUSY);
            if (!lost.hasPages() || !lost.holdsData()) {
                return 0;
            }
        }
        return taker.test(node) ? node : stop(parent + field, "a new node", node);
    }

    private long stop(long link, String expected, long actual) {
        complete = false;
        report.tell(
                PageHeapRule.TREE,
                link,
                TREE + ": a link leads astray",
                expected,
                Addresses.hex(actual));
        return 0;
    }
}
