package org.cairn.heap.windows.internal.memory;

import org.cairn.memory.Addresses;
import org.eclipse.jdt.annotation.Nullable;

import java.util.function.LongConsumer;

/**
 * Walks a doubly linked list of {@code _LIST_ENTRY}. Each node's link back is compared with the way
 * that led to it, so that a walk cannot go round in a circle; where the way forward ends, the list
 * is walked from its end backward. Where both ways meet, they tell which link is the wrong one.
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
     *     those before the fault, then those behind it from the end
     */
    public void walk(long head, Visitor visitor) {
        Stop front = follow(head, 0, blink, node -> visitor.node(node, true));
        complete = front == null;
        fault = null;
        if (front != null) {
            LongList behind = new LongList();
            Stop rear = follow(head, blink, 0, behind::add);
            if (rear != null) {
                meet(head, front, rear, visitor);
            }
            for (int i = 0; i < behind.size(); i++) {
                visitor.node(behind.get(i), false);
            }
        }
    }

    /**
     * Finds out what lies between the ends of both ways.
     *
     * <ul>
     *   <li>The way back leads to where the way forward ended: the link forward there is wrong.
     *   <li>The way forward leads to where the way back ended: the link back there is wrong.
     *   <li>Both lead to one node, whose links are both wrong or absent.
     * </ul>
     */
    private void meet(long head, Stop front, Stop rear, Visitor visitor) {
        boolean forward = rear.to() == front.from();
        boolean one = front.to() == rear.to() && front.to() != head && front.entry();
        complete = forward || front.to() == rear.from() || one && !front.fault().absent();
        fault = forward ? wrongLink(front, rear.from()) : front.fault();
        if (!forward && front.entry() && (one || front.fault().absent())) {
            visitor.node(front.to(), front.fault().absent());
        }
        if (!complete && !one && rear.entry() && rear.fault().absent()) {
            visitor.node(rear.to(), false);
        }
    }

    private static Fault wrongLink(Stop front, long expected) {
        return new Fault(
                front.from(),
                false,
                "link of the list entry " + Addresses.hex(front.from()) + " is wrong",
                Addresses.hex(expected),
                Addresses.hex(front.to()));
    }

    /** Whether all nodes of the list were found, although perhaps a link is wrong. */
    public boolean isComplete() {
        return complete;
    }

    /** The first thing that is wrong with the list, or nothing. */
    public @Nullable Fault fault() {
        return fault;
    }

    /**
     * Where one way ends.
     *
     * @param from the last node that both its neighbours lead to
     * @param to what its link leads to
     * @param entry whether there can be a list entry
     * @param fault why the way ends
     */
    private record Stop(long from, long to, boolean entry, Fault fault) {}

    /** Follows one way round; returns where it ends, or nothing when it leads back to the head. */
    private @Nullable Stop follow(long head, int ahead, int back, LongConsumer nodes) {
        if (!seek(head)) {
            String why = memory.absence().label();
            return new Stop(head, 0, false, new Fault(head, true, "head is absent", "", why));
        }
        long from = head;
        long node = memory.pointerAt(ahead);
        for (int count = 0; count < MAX_NODES; count++) {
            if (node != head && (node & alignment - 1) != 0 || node == 0) {
                return new Stop(from, node, false, noEntry(from + ahead, node));
            }
            if (!seek(node)) {
                return new Stop(from, node, true, absent(from + ahead, node));
            }
            long link = memory.pointerAt(back);
            long next = memory.pointerAt(ahead);
            if (link != from) {
                return new Stop(from, node, true, wrongLinkBack(node, back, from, link));
            }
            if (node == head) {
                return null;
            }
            nodes.accept(node);
            from = node;
            node = next;
        }
        return new Stop(
                from,
                node,
                false,
                new Fault(from + ahead, true, "list is too long", "", MAX_NODES + " entries"));
    }

    private static Fault noEntry(long link, long node) {
        return new Fault(
                link,
                false,
                "link is no address of a list entry",
                "an aligned address",
                Addresses.hex(node));
    }

    private Fault absent(long link, long node) {
        return new Fault(
                link,
                true,
                "link leads to absent memory at " + Addresses.hex(node),
                "",
                memory.absence().label());
    }

    private static Fault wrongLinkBack(long node, int back, long from, long link) {
        return new Fault(
                node + back,
                false,
                "link back of the list entry " + Addresses.hex(node) + " is wrong",
                Addresses.hex(from),
                Addresses.hex(link));
    }

    private boolean seek(long node) {
        return memory.isPresent(node, blink + memory.pointerSize());
    }
}
