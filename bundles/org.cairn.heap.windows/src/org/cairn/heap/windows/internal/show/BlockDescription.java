package org.cairn.heap.windows.internal.show;

import org.cairn.heap.FieldValue;
import org.cairn.heap.windows.internal.debug.DebugFields;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.memory.HeapHeader;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.heap.windows.internal.memory.LinkedNodes;
import org.cairn.heap.windows.internal.memory.LongList;
import org.cairn.heap.windows.internal.memory.SortedAddresses;
import org.cairn.memory.AddressSpace;

import java.util.ArrayList;
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
        if (SortedAddresses.of(nodes).contains(block)) {
            return HeaderFields.ofVirtualBlock(memory, header, block);
        }
        List<FieldValue> fields = new ArrayList<>(HeaderFields.ofEntry(memory, header, block));
        if (!fields.isEmpty() && memory.hasHeader(block)) {
            long entry = memory.rawHeader() ^ header.key();
            if (layout.entry().isBusy(entry)) {
                long bytes = layout.entry().bytes(entry);
                fields.addAll(DebugFields.ofEntry(space, layout, block, bytes));
            }
        }
        return fields;
    }
}
