package org.cairn.heap.windows.internal.show;

import org.cairn.heap.DecodeContext;
import org.cairn.heap.FieldValue;
import org.cairn.heap.windows.internal.debug.DebugFields;
import org.cairn.heap.windows.internal.layout.EntryFormat;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.lfh.LfhDescription;
import org.cairn.heap.windows.internal.lfh.LfhLayout;
import org.cairn.heap.windows.internal.memory.HeapHeader;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.heap.windows.internal.memory.LinkedNodes;
import org.cairn.heap.windows.internal.memory.LongList;
import org.cairn.heap.windows.internal.memory.SortedAddresses;
import org.cairn.types.TypeTable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows the header of a block of any kind. */
public final class BlockDescription {
    private BlockDescription() {}

    /**
     * Shows a block.
     *
     * @param context the process
     * @param table that the heap's layout comes from
     * @param layout of the heap
     * @param lfh of its low-fragmentation front end, where known
     * @param header what the heap's header says
     * @param block address of the block
     * @return its fields, empty when its header is absent
     */
    public static List<FieldValue> of(
            DecodeContext context,
            TypeTable table,
            HeapLayout layout,
            Optional<LfhLayout> lfh,
            HeapHeader header,
            long block) {
        HeapMemory memory = new HeapMemory(context.space(), layout);
        LongList nodes = new LongList();
        new LinkedNodes(memory, layout.pointerSize())
                .walk(
                        header.address() + layout.heap().virtualAllocdBlocks(),
                        (node, forward) -> nodes.add(node));
        if (SortedAddresses.of(nodes).contains(block)) {
            return HeaderFields.ofVirtualBlock(memory, header, block);
        }
        List<FieldValue> inside =
                lfh.map(front -> LfhDescription.ofBlock(memory, front, header, block))
                        .orElse(List.of());
        if (!inside.isEmpty()) {
            return inside;
        }
        List<FieldValue> fields = new ArrayList<>(HeaderFields.ofEntry(memory, header, block));
        lfh.ifPresent(
                front -> fields.addAll(LfhDescription.ofContainer(memory, front, header, block)));
        if (!fields.isEmpty() && memory.hasHeader(block)) {
            long entry = memory.rawHeader() ^ header.key();
            long bytes = layout.entry().bytes(entry);
            if (layout.entry().isBusy(entry)) {
                fields.addAll(DebugFields.ofEntry(context.space(), layout, block, bytes));
            } else if ((layout.entry().flags(entry) & EntryFormat.EXTRA) != 0) {
                fields.addAll(DebugFields.ofFreeEntry(context, table, block, bytes));
            }
        }
        return fields;
    }
}
