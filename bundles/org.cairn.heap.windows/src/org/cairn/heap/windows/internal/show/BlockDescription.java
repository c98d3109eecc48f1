package org.cairn.heap.windows.internal.show;

import org.cairn.heap.FieldValue;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.memory.HeapHeader;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.heap.windows.internal.memory.LinkedNodes;
import org.cairn.heap.windows.internal.memory.LongList;
import org.cairn.heap.windows.internal.memory.SortedAddresses;
import org.cairn.memory.AddressSpace;

import java.util.List;

/** Shows the header of a block of any kind. */
public final class BlockDescription {
    private BlockDescription() {}

    /**
     * Shows a block.
     *
     * @param space memory of the process
     * @param layout of the heap
     * @param heap address of the heap
     * @param block address of the block
     * @return its fields, empty when its header is absent
     */
    public static List<FieldValue> of(
            AddressSpace space, HeapLayout layout, long heap, long block) {
        HeapMemory memory = new HeapMemory(space, layout);
        HeapHeader header = HeapHeader.read(memory, heap);
        LongList nodes = new LongList();
        new LinkedNodes(memory, layout.pointerSize())
                .walk(
                        heap + layout.heap().virtualAllocdBlocks(),
                        (node, forward) -> nodes.add(node));
        return SortedAddresses.of(nodes).contains(block)
                ? HeaderFields.ofVirtualBlock(memory, header, block)
                : HeaderFields.ofEntry(memory, header, block);
    }
}
