package org.cairn.testkit.internal;

import org.cairn.memory.Structure;
import org.cairn.testkit.SyntheticMemory;

import java.util.List;

/** Circular lists of {@code _LIST_ENTRY}. */
final class LinkedLists {
    private final SyntheticMemory memory;
    private final Structure layout;

    LinkedLists(HeapShape shape, SyntheticMemory memory) {
        this.memory = memory;
        layout = shape.structure("_LIST_ENTRY");
    }

    /** Links a head with its nodes, each the address of a {@code _LIST_ENTRY}. */
    void link(long head, List<Long> nodes) {
        long before = head;
        for (long node : nodes) {
            memory.set(before, layout, "Flink", node);
            memory.set(node, layout, "Blink", before);
            before = node;
        }
        memory.set(before, layout, "Flink", head);
        memory.set(head, layout, "Blink", before);
    }

    /** Fills in a head whose nodes are linked elsewhere. */
    void head(long head, long first, long last) {
        memory.set(head, layout, "Flink", first);
        memory.set(head, layout, "Blink", last);
    }
}
