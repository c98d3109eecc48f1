package org.cairn.heap.windows.internal.debug;

import org.cairn.heap.DecodeContext;
import org.cairn.heap.FieldValue;
import org.cairn.heap.windows.internal.crt.CrtFields;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.stack.TraceOwners;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Addresses;
import org.cairn.memory.Architecture;
import org.cairn.types.TypeTable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows what debugging aids put between a block's header and its caller's data. */
public final class DebugFields {
    private DebugFields() {}

    /**
     * Shows what stands before the data of an entry of an NT heap.
     *
     * @param space memory of the process
     * @param layout of the heap
     * @param at address of the entry
     * @param size of the block
     * @return the fields, empty when there is nothing but data
     */
    public static List<FieldValue> ofEntry(
            AddressSpace space, HeapLayout layout, long at, long size) {
        List<FieldValue> fields = new ArrayList<>();
        int pointer = layout.pointerSize();
        long user = at + layout.unit();
        long room = size - layout.unit() + layout.entry().compact();
        StackHeader stack = new StackHeader(space.cursor(), layout);
        if (stack.seek(user, size)) {
            fields.add(
                    new FieldValue(
                            "StackTrace",
                            user,
                            pointer,
                            new ProcessMemory(space, pointer).hex(user, pointer),
                            Addresses.hex(stack.trace())));
            user += stack.bytes();
            room -= stack.bytes();
        }
        fields.addAll(CrtFields.of(space, pointer, user, room));
        return fields;
    }

    /**
     * Shows what stands at the end of a free entry with extra data.
     *
     * @param context the process
     * @param types the table that the heap's layout comes from
     * @param at address of the entry
     * @param size of the block
     * @return the fields of {@code _HEAP_FREE_ENTRY_EXTRA}, empty when it is absent
     */
    public static List<FieldValue> ofFreeEntry(
            DecodeContext context, TypeTable types, long at, long size) {
        Architecture architecture = types.id().architecture();
        Optional<TraceOwners> traces = TraceOwners.open(context, architecture);
        return new FreeEntryExtra(context, architecture, types, traces).fields(at + size);
    }
}
