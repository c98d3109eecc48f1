package org.cairn.heap.windows.internal.walk;

import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.layout.VirtualFields;
import org.cairn.heap.windows.internal.memory.HeapHeader;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.heap.windows.internal.memory.LinkedNodes;
import org.cairn.heap.windows.internal.memory.LinkedNodes.Fault;
import org.cairn.heap.windows.internal.memory.LongList;
import org.cairn.heap.windows.internal.memory.SortedAddresses;

import java.util.Optional;

/**
 * What the list of virtual blocks leads to.
 *
 * @param all each of its nodes
 * @param begins those of them that look like the beginning of a virtual block
 * @param fault where the list cannot be followed, if it cannot
 */
record VirtualNodes(SortedAddresses all, SortedAddresses begins, Optional<Fault> fault) {
    /** Follows the list. */
    static VirtualNodes read(HeapMemory memory, HeapHeader heap) {
        HeapLayout layout = memory.layout();
        LongList nodes = new LongList();
        LinkedNodes list = new LinkedNodes(memory, layout.pointerSize());
        list.walk(
                heap.address() + layout.heap().virtualAllocdBlocks(),
                (node, forward) -> nodes.add(node));
        SortedAddresses all = SortedAddresses.of(nodes);
        LongList begins = new LongList();
        for (int i = 0; i < all.size(); i++) {
            if (isBegin(memory, all.get(i))) {
                begins.add(all.get(i));
            }
        }
        Fault fault = list.fault();
        return new VirtualNodes(
                all,
                SortedAddresses.of(begins),
                fault == null ? Optional.empty() : Optional.of(fault));
    }

    private static boolean isBegin(HeapMemory memory, long node) {
        VirtualFields fields = memory.layout().virtualBlock();
        return fields.isAligned(node)
                && memory.isPresent(node, fields.bytes())
                && fields.canBeSizes(
                        memory.pointerAt(fields.commitSize()),
                        memory.pointerAt(fields.reserveSize()));
    }

    /** Whether a wrong link may have led to what is no block. */
    boolean isAstray() {
        return fault.isPresent() && !fault.get().absent();
    }
}
