package org.cairn.heap.windows.internal.memory;

import org.cairn.memory.Addresses;
import org.eclipse.jdt.annotation.Nullable;

/**
 * Walks a doubly linked list of {@code _LIST_ENTRY}. Each node's link back is compared with the way
 * that led to it, so that a walk cannot go round in a circle; where the way forward ends, the list
 * is walked from its end backward.
 */
public final class LinkedNodes {
    /**
     * The most nodes of one list that are kept; a list that is longer counts as incomplete. Bounds
     * the memory for lists in damaged or made-up dumps.
     */
    public static final int MAX_NODES = 1 << 23;

    /**
     * Where a list cannot be followed.
     *
     * @param address of the link
     * @param absent whether the link or what it leads to is absent rather than wrong
     * @param summary what is wrong, one sentence
     * @param expected what the format demands
     * @param actual what is there
     */
    public record Fault(
            long address, boolean absent, String summary, String expected, String actual) {}

    private final ProcessMemory memory;
    private final int blink;
    private final long alignment;
    private @Nullable Fault fault;
    private boolean complete;

    /** The node whose link back is wrong, where the last way ended; 0 when it did not end there. */
    private long unlinked;

    /**
     * Prepares for lists.
     *
     * @param memory where they are
     * @param alignment of the nodes, a power of two
     */
    public LinkedNodes(ProcessMemory memory, int alignment) {
        this.memory = memory;
        this.blink = memory.pointerSize();
        this.alignment = alignment;
    }

    /** Takes the nodes of a list. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Takes one node.
         *
         * @param address of its {@code _LIST_ENTRY}, which may be absent
         * @param forward whether it comes behind the one before, or before it
         */
        void node(long address, boolean forward);
    }

    /**
     * Walks one list.
     *
     * @param head address of its head
     * @param visitor gets the nodes without the head; where the list cannot be followed, first
     *     those before the fault, then those behind it from the end; an absent node perhaps twice;
     *     last a node whose both links are wrong, but that both ways lead to
     */
    public void walk(long head, Visitor visitor) {
        fault = null;
        complete = follow(head, 0, blink, visitor);
        if (!complete) {
            Fault first = fault;
            long stopped = unlinked;
            follow(head, blink, 0, visitor);
            fault = first;
            if (stopped != 0 && stopped == unlinked && stopped != head) {
                visitor.node(stopped, false);
            }
        }
    }

    /** Whether the way forward led back to the head. */
    public boolean isComplete() {
        return complete;
    }

    /** The first thing that is wrong with the list, or nothing. */
    public @Nullable Fault fault() {
        return fault;
    }

    private boolean follow(long head, int ahead, int back, Visitor visitor) {
        unlinked = 0;
        if (!seek(head)) {
            return stop(head, true, "head is absent", "", memory.absence().label());
        }
        long from = head;
        long node = memory.pointerAt(ahead);
        for (int count = 0; count < MAX_NODES; count++) {
            if (node != head && (node & alignment - 1) != 0 || node == 0) {
                return stop(
                        from + ahead,
                        false,
                        "link is no address of a list entry",
                        "an aligned address",
                        Addresses.hex(node));
            }
            if (!seek(node)) {
                visitor.node(node, ahead == 0);
                return stop(
                        from + ahead,
                        true,
                        "link leads to absent memory at " + Addresses.hex(node),
                        "",
                        memory.absence().label());
            }
            long link = memory.pointerAt(back);
            long next = memory.pointerAt(ahead);
            if (link != from) {
                unlinked = node;
                stop(
                        node + back,
                        false,
                        "link back of the list entry " + Addresses.hex(node) + " is wrong",
                        Addresses.hex(from),
                        Addresses.hex(link));
                return node == head;
            }
            if (node == head) {
                return true;
            }
            visitor.node(node, ahead == 0);
            from = node;
            node = next;
        }
        return stop(from + ahead, true, "list is too long", "", MAX_NODES + " entries");
    }

    private boolean seek(long node) {
        return memory.isPresent(node, blink + memory.pointerSize());
    }

    private boolean stop(
            long address, boolean absent, String summary, String expected, String actual) {
        fault = new Fault(address, absent, summary, expected, actual);
        return false;
    }
}
